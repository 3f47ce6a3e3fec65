// Below the stack while nothing is scheduled: what the tool shows and three situations
// to see it in, until dismissed; then the schedules worth seeing with the open handler.

import { FIRST_SITUATIONS } from "../../../store/first-situations.ts";
import { usePage, usePageState } from "../../page-context.tsx";
import { BEGIN_TEXTS } from "../../texts/begin.ts";
import { Demonstrations } from "./demonstrations.tsx";
import "./begin.css";

export default function Begin() {
  const isWelcome = usePageState((state) => state.isWelcome);
  return (
    <section className="pane begin" aria-label={BEGIN_TEXTS.region} tabIndex={0}>
      {isWelcome ? <Welcome /> : null}
      <Demonstrations />
    </section>
  );
}

function Welcome() {
  const page = usePage();
  return (
    <div className="welcome">
      <h2>{BEGIN_TEXTS.title}</h2>
      <button type="button" className="small-button" onClick={page.view.dismissWelcome}>
        {BEGIN_TEXTS.dismiss}
      </button>
      <p>
        {BEGIN_TEXTS.text} <a href="./lessons/index.html">{BEGIN_TEXTS.lessons}</a>
      </p>
      <ul className="situations">
        {FIRST_SITUATIONS.map(({ handler, moment }) => (
          <li key={handler}>
            <button type="button" onClick={() => void page.machine.open(moment)}>
              <b>{BEGIN_TEXTS.situations[handler].title}</b>
              <span>{BEGIN_TEXTS.situations[handler].text}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
