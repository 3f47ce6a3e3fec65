// What differs between both machines where they stand, as a table.

import { COMPARE_TEXTS as T } from "../../ui/texts/compare.ts";
import type { Difference } from "./differences.ts";

export function DifferencesTable({ differences }: { differences: readonly Difference[] }) {
  return (
    <section className="compare-differences" aria-label={T.differences}>
      <h2>{T.differences}</h2>
      {differences.length === 0 ? (
        <p>{T.alike}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{T.thing}</th>
              <th scope="col">{T.sides.left}</th>
              <th scope="col">{T.sides.right}</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ name, left, right }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{left}</td>
                <td>{right}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
