// What a verdict is silent about is said beside it.
import { describe, expect, it } from "vitest";
import { ask } from "./support.ts";

const [CALM, BARE, NEVER] = ["calm.S", "bare.S", "never.S"];
const FILES = new Map([
  [CALM, "#@ service work over\nnmi:\nwork:\n    nop\nover:\n    iretq\n"],
  [BARE, "nmi:\n    movb touch0, %cl\n    iretq\n"],
  [NEVER, "#@ service work\nnmi:\n    iretq\nwork:\n    nop\n"],
]);

async function notes(args: readonly string[]): Promise<readonly string[]> {
  const { out } = await ask([...args, "--json"], FILES);
  const { exercised } = JSON.parse(out) as { readonly exercised: { readonly notes: readonly string[] } };
  const text = (await ask(args, FILES)).out;
  for (const note of exercised.notes) expect(text).toContain(`  note: ${note}\n`);
  return exercised.notes;
}

describe("explore notes", () => {
  it("that nothing nested and no page faulted", async () => {
    expect((await notes(["explore", CALM])).slice(0, 2)).toEqual([
      "no NMI came inside another: nothing unblocked them in the handler",
      "no page fault came inside an NMI",
    ]);
    const [stakes, ...others] = await notes(["explore", CALM, "--nmis", "1", "--faults", "0"]);
    expect([stakes, others]).toEqual([
      expect.stringMatching(/^not at stake over kernel: CR2.*page-fault.*; matrix/),
      [],
    ]);
    expect((await notes(["explore", CALM, "--workload", "syscall"])).at(-1)).not.toContain("GS");
    expect(await notes(["explore", CALM, "--nmis", "0"])).toEqual(["no NMI was tried"]);
  });

  it("nothing of a handler that was tried out with three NMIs, and with two that they were two", async () => {
    const stakes = expect.stringContaining("not at stake");
    expect(await notes(["explore", "desnoyers-2010-repaired", "--nmis", "3"])).toEqual([stakes]);
    expect(await notes(["explore", "desnoyers-2010-repaired", "--nmis", "2"])).toEqual([
      expect.stringContaining("no third NMI"),
      stakes,
    ]);
    expect(await notes(["explore", "naive"])).toEqual([]);
  });

  it("that a property is not judged, as nobody says where the regular code is", async () => {
    const [first] = await notes(["explore", BARE]);
    expect(first).toMatch(/^the file does not say where .* no-reentry is not judged/);
  });

  it("that the regular code was never begun", async () => {
    expect(await notes(["explore", NEVER])).toContain("the regular NMI code was never begun");
  });
});

it("that a handler which swaps GS as kernels do is broken by the surroundings", async () => {
  const SWAPS = "swaps.S";
  const text =
    "nmi:\n    testb $3, 8(%rsp)\n    jz 1f\n    swapgs\n1:  incq %gs:nmi_run_count\n    testb $3, 8(%rsp)\n    jz 2f\n    swapgs\n2:  iretq\n";
  const note = /^the user's code of user runs with the kernel's GS base: .* right over user-swapgs$/;
  const asked = async (...words: string[]) => ask(words, new Map([[SWAPS, text]]));
  const notesOver = async (workload: string) => {
    const { out } = await asked("explore", SWAPS, "--workload", workload, "--json");
    return JSON.parse(out) as { readonly verdict: string; readonly exercised: { readonly notes: readonly string[] } };
  };
  const [user, swapped] = [await notesOver("user"), await notesOver("user-swapgs")];
  expect([user.verdict, user.exercised.notes]).toEqual([
    "violated",
    expect.arrayContaining([expect.stringMatching(note)]),
  ]);
  expect([swapped.verdict, swapped.exercised.notes.filter((one) => /GS base:/.test(one))]).toEqual(["holds", []]);
  const { out } = await asked("matrix", SWAPS, "--workload", "user", "--markdown");
  expect(out).toContain("- note: the user's code of user runs");
});

it("a matrix has no word for what is not judged", async () => {
  const { out } = await ask(["matrix", BARE, CALM, "--workload", "user"], FILES);
  const rows = out.split("\n").map((line) => line.split(/ {2,}/));
  const column = rows[0]?.indexOf("no-reentry") ?? -1;
  expect([rows[1]?.[column], rows[2]?.[column]]).toEqual(["-", "holds"]);
  const json = JSON.parse((await ask(["matrix", BARE, CALM, "--workload", "user", "--json"], FILES)).out) as {
    readonly rows: readonly { readonly cells: readonly Record<string, unknown>[] }[];
  };
  const cells = json.rows.map(({ cells }) => cells.find(({ property }) => property === "no-reentry"));
  expect(cells).toEqual([
    { property: "no-reentry", verdict: "holds", judged: false },
    { property: "no-reentry", verdict: "holds" },
  ]);
});
