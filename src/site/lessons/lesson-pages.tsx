// The lessons as pages: an article each, and the list of all pages about them.

import type { ReactNode } from "react";

import { CATALOGUE, scenarioOf } from "../../scenario/catalogue/catalogue.ts";
import { builtInLevels } from "../../scenario/level/built-in.ts";
import type { Level } from "../../scenario/level/level.ts";
import type { Scenario } from "../../scenario/scenario.ts";
import { parseSchedule } from "../../scenario/schedule.ts";
import { SITE_TEXTS } from "../../ui/texts/site.ts";
import { figureAtRest } from "../figure-at-rest.tsx";
import type { Resting } from "../resting.ts";
import type { SitePage } from "../site-page.ts";
import type { Lesson, LessonFigure, LessonPart } from "./lesson.ts";
import { LECTURE_PAGE } from "./lecture-page.tsx";
import { LESSON_INDEX } from "./lesson-index.tsx";
import { LESSONS, minutesOf } from "./lessons.ts";

const TOOL = "../index.html";

/** The scenario of a figure, without a schedule. Throws if it names what there is not. */
export function scenarioOfFigure({ of, workload }: LessonFigure, levels: readonly Level[]): Scenario {
  const level = "level" in of ? levels.find(({ id }) => id === of.level) : undefined;
  const entry = "handler" in of ? CATALOGUE.find(({ name }) => name === of.handler) : undefined;
  const found = level?.scenario ?? (entry === undefined ? undefined : scenarioOf(entry));
  if (found === undefined) throw new Error(`a figure is of ${JSON.stringify(of)}, which there is not`);
  return workload === undefined ? found : { ...found, workload };
}

async function drawFigure(figure: LessonFigure, resting: Resting, levels: readonly Level[]): Promise<ReactNode> {
  const { items, problems } = parseSchedule(figure.schedule);
  if (problems.length > 0) throw new Error(`a figure's schedule is wrong: ${figure.schedule}`);
  const scenario = { ...scenarioOfFigure(figure, levels), schedule: items };
  const position = await resting.position(scenario, figure.at);
  return figureAtRest(resting, {
    moment: { scenario, position },
    views: [...figure.views],
    events: figure.events ?? [],
    title: figure.title,
    caption: figure.caption,
    tool: TOOL,
    ...(figure.drags === undefined ? {} : { drags: figure.drags }),
    ...(figure.quiz === undefined ? {} : { quiz: figure.quiz }),
  });
}

async function drawPart(part: LessonPart, resting: Resting, levels: readonly Level[]): Promise<ReactNode> {
  if (typeof part === "string") return <p>{part}</p>;
  return part.kind === "heading" ? <h2>{part.text}</h2> : drawFigure(part, resting, levels);
}

function lessonPage(lesson: Lesson, index: number): SitePage {
  return {
    path: `lessons/${lesson.id}.html`,
    title: lesson.title,
    description: lesson.point,
    content: async (resting) => {
      const levels = await builtInLevels();
      const parts: { readonly key: number; readonly node: ReactNode }[] = [];
      for (const [key, part] of lesson.parts.entries())
        parts.push({ key, node: await drawPart(part, resting, levels) });
      return (
        <article className="lesson" data-lesson={lesson.id}>
          <p className="dim">{SITE_TEXTS.lessonNumber(index + 1, LESSONS.length, minutesOf(lesson))}</p>
          <h1>{lesson.title}</h1>
          <p className="lesson-point">{lesson.point}</p>
          {parts.map(({ key, node }) => (
            <div className="lesson-part" key={key}>
              {node}
            </div>
          ))}
          <LessonEnd lesson={lesson} index={index} levels={levels} />
        </article>
      );
    },
  };
}

function LessonEnd({ lesson, index, levels }: { lesson: Lesson; index: number; levels: readonly Level[] }) {
  const before = LESSONS[index - 1];
  const after = LESSONS[index + 1];
  return (
    <>
      <div className="lesson-part lesson-levels">
        <h2>{SITE_TEXTS.tryIt}</h2>
        <ul className="site-list">
          {levels
            .filter(({ id }) => lesson.levels.includes(id))
            .map(({ id, title, goal }) => (
              <li key={id}>
                <a href={`${TOOL}#level=${id}`}>{title}</a>
                <p>{goal}</p>
              </li>
            ))}
        </ul>
      </div>
      <h2>{SITE_TEXTS.sources}</h2>
      <ol className="lesson-sources">
        {lesson.sources.map(({ fact, source }) => (
          <li key={fact}>
            {fact} <span className="dim">{source}</span>
          </li>
        ))}
      </ol>
      <nav className="lesson-nav" aria-label={SITE_TEXTS.lessons}>
        {before === undefined ? (
          <span />
        ) : (
          <a rel="prev" href={`${before.id}.html`}>
            ← {before.title}
          </a>
        )}
        {after === undefined ? (
          <span />
        ) : (
          <a rel="next" href={`${after.id}.html`}>
            {after.title} →
          </a>
        )}
      </nav>
    </>
  );
}

export const LESSON_PAGES: readonly SitePage[] = [LESSON_INDEX, LECTURE_PAGE, ...LESSONS.map(lessonPage)];
