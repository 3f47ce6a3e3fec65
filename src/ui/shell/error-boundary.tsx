// Our own defect in the page: what is lost is this part of the drawing, never
// the user's text.

import { Component, type ErrorInfo, type ReactNode } from "react";

import { TEXTS } from "../texts.ts";

interface Props {
  /** Called once, to put the user's work in safety. */
  onFailure(): void;
  children: ReactNode;
}

export class ErrorBoundary extends Component<Props, { readonly failure: Error | undefined }> {
  override state: { readonly failure: Error | undefined } = { failure: undefined };

  static getDerivedStateFromError(failure: Error): { readonly failure: Error } {
    return { failure };
  }

  override componentDidCatch(_failure: Error, _info: ErrorInfo): void {
    this.props.onFailure();
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === undefined) return this.props.children;
    return (
      <div className="crash" role="alert">
        <h2>{TEXTS.crash.title}</h2>
        <p>{TEXTS.crash.promise}</p>
        <p>
          <button type="button" className="small-button" onClick={() => this.setState({ failure: undefined })}>
            {TEXTS.crash.retry}
          </button>{" "}
          <button type="button" className="small-button" onClick={() => location.reload()}>
            {TEXTS.crash.reload}
          </button>
        </p>
        <details>
          <summary>{TEXTS.crash.details}</summary>
          <pre>{failure.message}</pre>
        </details>
      </div>
    );
  }
}
