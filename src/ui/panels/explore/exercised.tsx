// What was tried and what happened, under the verdict: "holds" says little about a
// handler that nothing ever interrupted.

import type { ExploredPart, Witness } from "../../../session/views/exploration.ts";
import { scheduleWords } from "../../../store/texts/explorer-long.ts";
import { many, number } from "../../../store/texts/explorer.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { EXPLORER_TEXTS } from "../../texts/explorer.ts";

export function ExercisedParts() {
  const result = usePageState((state) => state.explorer.result);
  if (result === undefined) return null;
  return result.parts.map((part) => (
    <OfWorkload key={part.workload} part={part} namesWorkload={result.workloads.length > 1} />
  ));
}

function OfWorkload({ part, namesWorkload }: { part: ExploredPart; namesWorkload: boolean }) {
  const { exercised } = part.report;
  const { exercised: texts } = EXPLORER_TEXTS;
  const never = exercised.labels.filter(({ reached }) => !reached).map(({ name }) => name);
  const idle = exercised.instructions.filter(({ executed }) => !executed);
  return (
    <details className="exercised">
      <summary>
        {namesWorkload ? `${part.workload}: ` : ""}
        {texts.summary(number(exercised.nestedNmis), many(exercised.depth, "handler"))}
        {never.length === 0 ? "" : ` ${texts.never(never.join(", "))}`}
      </summary>
      <ul>
        {exercised.deliveries.map(({ vector, name, count }) => (
          <li key={vector}>{texts.delivered(name, number(count))}</li>
        ))}
        <li>{texts.latched(number(exercised.latchedNmis))}</li>
        <li>{texts.repeats(number(exercised.repeats))}</li>
        <li>{texts.nmiDepth(exercised.nmiDepth)}</li>
        <li>{never.length === 0 ? texts.allLabels : texts.never(never.join(", "))}</li>
        <li>
          {idle.length === 0
            ? texts.allInstructions
            : texts.idle(many(idle.length, "instruction"), idle.map(({ place }) => place).join(", "))}
        </li>
      </ul>
      <h2>{texts.witnesses}</h2>
      <ul>
        {exercised.witnesses.map((witness) => (
          <WitnessRow key={witness.name} witness={witness} part={part} />
        ))}
        {exercised.witnesses.length === 0 ? <li>{texts.noWitness}</li> : null}
      </ul>
    </details>
  );
}

function WitnessRow({ witness, part }: { witness: Witness; part: ExploredPart }) {
  const page = usePage();
  const { exercised: texts } = EXPLORER_TEXTS;
  return (
    <li className="witness">
      <span>
        {texts.names[witness.name]}: <code>{scheduleWords(witness.schedule)}</code>
      </span>
      <button
        type="button"
        className="small-button"
        aria-label={texts.openWitness(texts.names[witness.name])}
        onClick={() =>
          void page.counterexamples().then((found) => found.show(witness.schedule, witness.steps, part.workload))
        }
      >
        {EXPLORER_TEXTS.openOne}
      </button>
    </li>
  );
}
