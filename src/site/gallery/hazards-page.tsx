// The hazard table as a page: each row with the schedule that shows it, or the
// reason why this machine cannot.

import { findListed } from "../../scenario/catalogue/listing.ts";
import {
  HAZARDS,
  mendedScenario,
  scenarioOfHazard,
  type Hazard,
  type HazardScenario,
} from "../../scenario/hazards/index.ts";
import { SITE_TEXTS } from "../../ui/texts/site.ts";
import { tellingFragment } from "../counterexample.ts";
import type { Resting } from "../resting.ts";
import type { SitePage } from "../site-page.ts";

const T = SITE_TEXTS.hazard;
const TOOL = "../index.html";

interface ShownScenario {
  readonly shown: HazardScenario;
  readonly fragment: string;
  readonly mended: string | undefined;
}

async function scenariosOf({ proof }: Hazard, resting: Resting): Promise<readonly ShownScenario[]> {
  if (proof.kind === "not-shown") return [];
  const scenarios: ShownScenario[] = [];
  for (const shown of proof.scenarios) {
    const mended = mendedScenario(shown);
    scenarios.push({
      shown,
      fragment: await tellingFragment(resting, scenarioOfHazard(shown)),
      mended: mended && (await tellingFragment(resting, mended)),
    });
  }
  return scenarios;
}

export const HAZARDS_PAGE: SitePage = {
  path: "gallery/hazards.html",
  title: SITE_TEXTS.hazards,
  description: SITE_TEXTS.hazardsDescription,
  content: async (resting) => {
    const rows: { readonly hazard: Hazard; readonly scenarios: readonly ShownScenario[] }[] = [];
    for (const hazard of HAZARDS) rows.push({ hazard, scenarios: await scenariosOf(hazard, resting) });
    return (
      <>
        <h1>{SITE_TEXTS.hazards}</h1>
        <p>{SITE_TEXTS.hazardsDescription}</p>
        <section className="cves" aria-labelledby="cves">
          <h2 id="cves">{T.cves}</h2>
          <p>{T.cvesNote}</p>
          <ul className="site-list">
            {rows
              .filter(({ hazard }) => hazard.cve !== undefined)
              .map(({ hazard: { number, cve, title }, scenarios }) => (
                <li key={number}>
                  <b>{cve}</b>: <a href={`#hazard-${number}`}>{title}</a>
                  {scenarios.slice(0, 1).map((one) => (
                    <ScenarioText key={one.fragment} {...one} />
                  ))}
                </li>
              ))}
          </ul>
        </section>
        <h2>{T.all}</h2>
        <ol className="hazards">
          {rows.map(({ hazard, scenarios }) => (
            <HazardText key={hazard.number} hazard={hazard} scenarios={scenarios} />
          ))}
        </ol>
      </>
    );
  },
};

function HazardText({ hazard, scenarios }: { hazard: Hazard; scenarios: readonly ShownScenario[] }) {
  const { number, title, cause, symptom, handlers, cve, proof } = hazard;
  return (
    <li id={`hazard-${number}`} value={number} data-hazard={number}>
      <h3>
        {number}. {title}
        {cve === undefined ? null : <span className="cve"> {cve}</span>}
      </h3>
      <p>
        <b>{T.cause}:</b> {cause}
      </p>
      <p>
        <b>{T.symptom}:</b> {symptom}
      </p>
      {handlers.length === 0 ? null : (
        <p>
          <b>{T.handlers}:</b>{" "}
          {handlers.map((name, index) => (
            <span key={name}>
              {index === 0 ? "" : ", "}
              <a href={`${name}.html`}>{findListed(name)?.title ?? name}</a>
            </span>
          ))}
        </p>
      )}
      {proof.kind === "not-shown" ? (
        <p className="not-shown">
          <b>{T.notShown}</b> {proof.reason}
        </p>
      ) : (
        <>
          <p>
            <b>{T.scenarios}:</b>
          </p>
          <ul>
            {scenarios.map((one) => (
              <li key={one.fragment}>
                <ScenarioText {...one} />
              </li>
            ))}
          </ul>
        </>
      )}
    </li>
  );
}

function ScenarioText({ shown, fragment, mended }: ShownScenario) {
  return (
    <p>
      <a href={TOOL + fragment} data-replay={shown.breaks[0] ?? ""}>
        <code>{shown.schedule}</code>
      </a>{" "}
      <span className="dim">
        {T.on(findListed(shown.handler)?.title ?? shown.handler, shown.workload)}; {T.breaks(shown.breaks)}
      </span>{" "}
      {shown.shows}{" "}
      {mended === undefined ? null : (
        <>
          <a href={TOOL + mended} data-replay="">
            {T.mended}
          </a>
          , <a href={compareLink(shown)}>{T.compare}</a>
        </>
      )}
    </p>
  );
}

/** Both handlers at the moment where they part; each under its own schedule if theirs differ. */
function compareLink({ handler, workload, schedule, mended }: HazardScenario): string {
  const asked = new URLSearchParams({ left: handler, workload, schedule, right: mended?.handler ?? handler });
  if (mended !== undefined && mended.schedule !== schedule) asked.set("second", mended.schedule);
  return `../compare.html?${asked.toString()}`;
}
