// What this run keeps and breaks: a glyph a property, and for a broken one the
// chain of causes with a jump to the bad step.

import type { PropertyView, ViolationView } from "../../../session/views.ts";
import { stepDone, violationsInOrder } from "../../../store/selectors.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { PROPERTY_TEXTS } from "../../texts/properties.ts";
import "./properties.css";

export function Properties() {
  const run = usePageState((state) => state.run);
  if (run === undefined) return null;
  const violations = violationsInOrder(run);
  const broken = run.properties.filter((property) => property.brokenAt !== undefined);
  const kept = run.properties.filter((property) => property.brokenAt === undefined);
  return (
    <>
      <p className="bounds">{PROPERTY_TEXTS.bounds}</p>
      <ul className="properties">
        {broken.concat(kept).map((property) => (
          <Row
            key={property.property}
            property={property}
            violations={violations.filter((violation) => violation.property === property.property)}
          />
        ))}
      </ul>
    </>
  );
}

function Row({ property, violations }: { property: PropertyView; violations: readonly ViolationView[] }) {
  const step = usePageState((state) => stepDone(state) ?? -1);
  const first = violations[0];
  const brokenStep = first?.step ?? (property.brokenAt === undefined ? undefined : property.brokenAt - 1);
  const state = brokenStep === undefined ? "holds" : brokenStep > step ? "later" : "now";
  const remark =
    brokenStep === undefined
      ? PROPERTY_TEXTS.holdsRun
      : state === "later"
        ? PROPERTY_TEXTS.fails(brokenStep)
        : PROPERTY_TEXTS.failed(brokenStep);
  const title = (
    <>
      <span className="property-glyph" role="img" aria-label={PROPERTY_TEXTS.glyphWords[state]}>
        {PROPERTY_TEXTS.glyphs[state]}
      </span>
      <span className="property-name" title={property.meaning}>
        {property.property}
      </span>
      <span className="dim">{remark}</span>
    </>
  );
  if (violations.length === 0) return <li className={`property brief ${state}`}>{title}</li>;
  return (
    <li className={`property ${state}`}>
      <details open={state === "now"}>
        <summary>{title}</summary>
        <p className="dim">{property.meaning}</p>
        {violations.map((violation) => (
          <Violation key={`${violation.step} ${violation.summary}`} violation={violation} />
        ))}
      </details>
    </li>
  );
}

function Violation({ violation }: { violation: ViolationView }) {
  const page = usePage();
  return (
    <div className="violation">
      <p>
        <b>{violation.summary}</b> <code>{violation.at}</code>
      </p>
      <ol>
        {violation.chain.map((cause, index) => (
          <li key={index}>
            {cause.step === undefined ? null : (
              <button
                type="button"
                className="link-button"
                aria-label={PROPERTY_TEXTS.openTitle(cause.step)}
                onClick={() => void page.machine.seek((cause.step ?? 0) + 1)}
              >
                {PROPERTY_TEXTS.step(cause.step)}
              </button>
            )}
            <span>{cause.text}</span>
          </li>
        ))}
      </ol>
      <button
        type="button"
        className="small-button"
        aria-label={`${PROPERTY_TEXTS.open} ${violation.property}: ${PROPERTY_TEXTS.openTitle(violation.step)}`}
        onClick={() => void page.machine.seek(violation.step + 1)}
      >
        {PROPERTY_TEXTS.open}
      </button>
    </div>
  );
}
