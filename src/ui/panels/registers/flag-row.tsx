// RFLAGS bit by bit; a bit that changed in this step is boxed with both values.

import type { RegisterView } from "../../../session/views.ts";
import { FLAG_BITS, flagSet } from "../../format.ts";
import { TEXTS } from "../../texts.ts";

export function FlagRow({ flags }: { flags: RegisterView | undefined }) {
  if (flags === undefined) return null;
  return (
    <ul className="flag-row" aria-label={TEXTS.registers.flags}>
      {FLAG_BITS.map(({ name, bit, meaning }) => {
        const now = flagSet(flags.value, bit) ? 1 : 0;
        const before = flags.changed ? (flagSet(flags.old, bit) ? 1 : 0) : now;
        const changed = now !== before;
        return (
          <li
            key={name}
            className={changed ? "flag-changed" : now === 1 ? "flag-on" : undefined}
            title={changed ? TEXTS.registers.flagChanged(name, before, now) : meaning}
          >
            {name}
            <b>{changed ? `${before}→${now}` : now}</b>
          </li>
        );
      })}
    </ul>
  );
}
