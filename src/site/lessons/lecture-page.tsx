// The lecturer's page: one link that begins the hour, how to move, and the plan.

import { builtInLevels } from "../../scenario/level/built-in.ts";
import { SITE_TEXTS } from "../../ui/texts/site.ts";
import { TableHead } from "../../ui/widgets/table-head.tsx";
import type { SitePage } from "../site-page.ts";
import { LESSONS } from "./lessons.ts";

const { lecture: texts } = SITE_TEXTS;

export const LECTURE_PAGE: SitePage = {
  path: "lessons/teach.html",
  title: texts.title,
  description: texts.description,
  content: async () => {
    const levels = await builtInLevels();
    return (
      <div className="lecture">
        <h1>{texts.title}</h1>
        <p className="course-lead">{texts.description}</p>
        <p className="course-ways">
          <a className="primary" href={`${LESSONS[0]?.id}.html#present`}>
            {texts.begin}
          </a>
        </p>
        {texts.how.map((paragraph) => (
          <p key={paragraph}>{paragraph}</p>
        ))}
        <h2>{texts.table}</h2>
        <table className="site-table lecture-plan">
          <TableHead titles={texts.heads} />
          <tbody>
            {planned().map(({ lesson, from, to, say, ask }) => (
              <tr key={lesson.id}>
                <td>{texts.minutes(from, to)}</td>
                <th scope="row">
                  <a href={`${lesson.id}.html#present`}>{lesson.title}</a>
                </th>
                <td>{say}</td>
                <td>{ask}</td>
                <td>
                  {levels
                    .filter(({ id }) => lesson.levels.includes(id))
                    .map(({ id, title }) => (
                      <a key={id} href={`../index.html#level=${id}`}>
                        {title}
                      </a>
                    ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    );
  },
};

/** The lessons of the hour with the minutes at which each begins and ends. */
function planned() {
  let minute = 0;
  return LESSONS.flatMap((lesson) => {
    if (lesson.lecture === undefined) return [];
    const { minutes, say, ask } = lesson.lecture;
    const from = minute;
    minute += minutes;
    return [{ lesson, say, ask, from, to: minute }];
  });
}
