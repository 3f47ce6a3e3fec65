// The field that adds an event to the schedule. Says at once what is wrong
// with the text; whether the place is ever reached, the run tells.

import { useId, useState, type FormEvent } from "react";

import { readItem } from "../../../store/schedule-item.ts";
import { usePage } from "../../page-context.tsx";
import { TEXTS } from "../../texts.ts";

export function AddItem() {
  const page = usePage();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();
  const problemId = useId();

  function submit(event: FormEvent): void {
    event.preventDefault();
    const parsed = readItem(text);
    if (parsed.kind === "problem") {
      setProblem(parsed.message);
      return;
    }
    setProblem(undefined);
    setText("");
    void page.schedule.add(parsed.item);
  }

  return (
    <form className="add-item" onSubmit={submit}>
      <input
        aria-label={TEXTS.schedule.add}
        placeholder={TEXTS.schedule.placeholder}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        value={text}
        aria-invalid={problem !== undefined}
        aria-describedby={problemId}
        onChange={(event) => {
          setText(event.target.value);
          setProblem(undefined);
        }}
      />
      <p id={problemId} className="add-problem" role="alert">
        {problem}
      </p>
    </form>
  );
}
