// The course on one page: what each lesson promises, how long it takes, and every
// level. What is read and won already is ticked by the client.

import { builtInLevels } from "../../scenario/level/built-in.ts";
import type { Level } from "../../scenario/level/level.ts";
import { lessonMark } from "../../store/progress.ts";
import { SITE_TEXTS } from "../../ui/texts/site.ts";
import type { SitePage } from "../site-page.ts";
import type { Lesson } from "./lesson.ts";
import { COURSE, LESSONS, minutesOf, type Part } from "./lessons.ts";

const TOOL = "../index.html";
const { index } = SITE_TEXTS;

export const LESSON_INDEX: SitePage = {
  path: "lessons/index.html",
  title: SITE_TEXTS.lessons,
  description: SITE_TEXTS.lessonsDescription,
  content: async () => {
    const levels = await builtInLevels();
    return (
      <div className="course" data-progress="">
        <h1>{index.title}</h1>
        <p className="course-lead">{index.lead}</p>
        <p className="course-ways">
          <a className="primary" href={`${LESSONS[0]?.id}.html`}>
            {index.begin}
          </a>
          <a href={`${TOOL}#level=${levels[0]?.id}`}>{index.play}</a>
          <a href="teach.html">{index.teach}</a>
        </p>
        <p className="course-tally dim" data-tally="" role="status" />
        {COURSE.map((part) => (
          <CoursePart key={part.title} part={part} levels={levels} />
        ))}
        <Levels levels={levels} />
      </div>
    );
  },
};

function CoursePart({ part, levels }: { part: Part; levels: readonly Level[] }) {
  const first = LESSONS.findIndex(({ id }) => id === part.lessons[0]?.id) + 1;
  return (
    <section>
      <h2>{part.title}</h2>
      <p>{part.promise}</p>
      <ol className="course-cards" start={first}>
        {part.lessons.map((lesson, at) => (
          <Card key={lesson.id} lesson={lesson} number={first + at} levels={levels} />
        ))}
      </ol>
    </section>
  );
}

function Card({ lesson, number, levels }: { lesson: Lesson; number: number; levels: readonly Level[] }) {
  return (
    <li className="course-card" data-done={lessonMark(lesson.id)}>
      <p className="course-number dim">
        <b aria-hidden="true">{number}</b> <span>{index.minutes(minutesOf(lesson))}</span>
        <Tick word={index.read} />
      </p>
      <h3>
        <a href={`${lesson.id}.html`}>{lesson.title}</a>
      </h3>
      <p>{lesson.point}</p>
      <ul className="course-levels">
        {levels
          .filter(({ id }) => lesson.levels.includes(id))
          .map(({ id, title }) => (
            <li key={id} data-done={id}>
              <a href={`${TOOL}#level=${id}`}>{index.exercise(title)}</a>
              <Tick word={index.won} />
            </li>
          ))}
      </ul>
    </li>
  );
}

function Levels({ levels }: { levels: readonly Level[] }) {
  return (
    <section>
      <h2>{index.levels}</h2>
      <p>{index.levelsLead}</p>
      <ol className="course-ladder">
        {levels.map(({ id, title, goal, role, par }) => (
          <li key={id} data-done={id}>
            <a href={`${TOOL}#level=${id}`}>{title}</a>{" "}
            <span className="dim">
              {index.roles[role]}
              {par === undefined ? null : `, ${index.par(par)}`}
            </span>
            <Tick word={index.won} />
            <p>{goal}</p>
          </li>
        ))}
      </ol>
      <p className="dim">{index.build}</p>
    </section>
  );
}

/** Shown where the client finds that it is done. */
function Tick({ word }: { word: string }) {
  return (
    <span className="course-tick" data-tick="" hidden>
      ✓ {word}
    </span>
  );
}
