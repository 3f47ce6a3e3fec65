// A state's key without loss: its words are the leaves of a tree in which every pair
// of numbers, and every word, has one number for good (nodes.ts). So two states have one
// key if and only if all their words are the same. Knows no chain.

import { Block, STATE_BYTES } from "../block";
import { ghostChanged, ghostChangesFrom, ghostSeen } from "../journal";
import { ghostCanonical, ghostCanonicalBytes } from "../properties/face";
import { CPU, GHOST, PRISTINE, RAM, RAM_END, TREE, TREE_END, VISITED, field, field8, rflags, rip, rsp } from "../state";
import { sameWords } from "../words";
import { RECENT, clearNodes, forgetNodes, numberOf, setTreeFull } from "./nodes";

/** Words of the CPU block in their order; what nearly every step changes is joined to the rest (`cpuRoot`). */
const CPU_LEAVES: u32 = 64;
/** Those of the ghost state are in order of the first time, too. */
const GHOST_LEAVES: u32 = 512;
/** A leaf for each word of RAM that was ever written, in order of the first time. */
const RAM_LEAVES: u32 = 0x4000;
/** A tree of so many leaves is whole; what lies beyond is joined to it only if it is not zero. */
const FIRST_LEAVES: u32 = 16;

/** Each tree: node 1 is its root, those of node n are 2n and 2n + 1, leaves come last; u32 each. */
const RAM_TREE: usize = TREE;
/** Which word a leaf stands for, and which leaf a word has, 0: none. */
const LEAF_WORDS: usize = RAM_TREE + ((<usize>RAM_LEAVES) << 3);
const WORD_LEAVES: usize = LEAF_WORDS + ((<usize>RAM_LEAVES) << 2);
const CPU_TREE: usize = WORD_LEAVES + ((RAM_END - RAM) >> 1);
const GHOST_TREE: usize = CPU_TREE + ((<usize>CPU_LEAVES) << 3);
/** The words as they were when the key was made last. */
const CPU_WORDS: usize = GHOST_TREE + ((<usize>GHOST_LEAVES) << 3);
const GHOST_WORDS: usize = CPU_WORDS + ((<usize>CPU_LEAVES) << 3);
/** Which leaf a word of the ghost state has, 0: none; u32 each. */
const GHOST_PLACES: usize = GHOST_WORDS + ((<usize>GHOST_LEAVES) << 3);
/** Nodes of the RAM tree to be made anew: u32 each. */
const STALE: usize = GHOST_PLACES + ((<usize>GHOST_LEAVES) << 2);
const STALE_END: usize = RECENT;

/** Keys are made here; else nothing is noted. */
export let treeOn: bool = false;
let stale: usize = STALE;
/** More words than there was room to note. */
let allStale: bool = false;
/** Leaves that stand for a word, of RAM and of the ghost state. */
let leaves: u32 = 0;
let ghostUsed: u32 = 0;
let ghostLeaves: u32 = 0;

/** Forgets all; returns where the room behind its tables begins. `states`: the most there can be. */
export function clearTree(on: bool, states: u64): usize {
  treeOn = on;
  if (!on) {
    forgetNodes();
    return VISITED;
  }
  memory.fill(TREE, 0, TREE_END - TREE);
  stale = STALE;
  allStale = true;
  ghostUsed = 0;
  ghostLeaves = 0;
  leaves = 0;
  judgedGhost = ~0;
  upperRip = ~0;
  ghostChangesFrom(GHOST);
  return clearNodes(states);
}

// @ts-ignore: decorator
@inline
function nodeAt(tree: usize, node: u32): u32 {
  return load<u32>(tree + ((<usize>node) << 2));
}

/** The number of the pair below a node; both lie side by side. */
// @ts-ignore: decorator
@inline
function pairAt(tree: usize, node: u32): u32 {
  return numberOf(load<u64>(tree + ((<usize>node) << 3)));
}

// @ts-ignore: decorator
@inline
function pairOf(first: u32, second: u32): u32 {
  return numberOf((<u64>first << 32) | <u64>second);
}

/** A word of RAM is written now, or was put back. */
export function treeWord(word: usize): void {
  if (stale < STALE_END) {
    store<u32>(stale, leafOf(word));
    stale += 4;
  } else {
    allStale = true;
  }
}

/** Its leaf, a new one if it has none. */
function leafOf(word: usize): u32 {
  const at = WORD_LEAVES + ((word - RAM) >> 1);
  const leaf = load<u32>(at);
  if (leaf != 0) return leaf;
  if (leaves == RAM_LEAVES) {
    setTreeFull();
    return RAM_LEAVES;
  }
  store<u32>(at, RAM_LEAVES + leaves);
  store<u32>(LEAF_WORDS + ((<usize>leaves) << 2), <u32>word);
  return RAM_LEAVES + leaves++;
}

/** All leaves anew, with one for each word that is not as it was loaded. */
function noteAll(without: u32): void {
  for (let word = RAM; word < RAM_END; word += 8) {
    if (load<u64>(word) != load<u64>(word - RAM + PRISTINE)) leafOf(word);
  }
  for (let leaf: u32 = 0; leaf < leaves; leaf++) setRamLeaf(RAM_LEAVES + leaf, without);
  for (let node = RAM_LEAVES - 1; node > 0; node--) {
    store<u32>(RAM_TREE + ((<usize>node) << 2), isSpine(RAM_LEAVES, node) ? 0 : pairAt(RAM_TREE, node));
  }
}

/** Of the nodes from the root of a tree with so many leaves to the first whole one. */
// @ts-ignore: decorator
@inline
function isSpine(all: u32, node: u32): bool {
  return node < all / FIRST_LEAVES && (node & (node - 1)) == 0;
}

/** False: it stands for the same already. */
function setRamLeaf(leaf: u32, without: u32): bool {
  const word = <usize>load<u32>(LEAF_WORDS + ((<usize>(leaf - RAM_LEAVES)) << 2));
  const at = RAM_TREE + ((<usize>leaf) << 2);
  const value = word == <usize>without ? 0 : load<u64>(word) ^ load<u64>(word - RAM + PRISTINE);
  const number = numberOf(value);
  if (load<u32>(at) == number) return false;
  store<u32>(at, number);
  return true;
}

/**
 * The tree with the number `first`, and those beside the spine from `from` up to the
 * last that is not zero; in the upper half, how many these are.
 */
function joined(tree: usize, first: u32, from: u32): u64 {
  let last: u32 = 0;
  for (let node = from; node > 1; node >>= 1) {
    if (nodeAt(tree, node + 1) != 0) last = node;
  }
  if (last == 0) return <u64>first;
  let number = first;
  let joins: u64 = 0;
  for (let node = from; node >= last; node >>= 1) {
    number = numberOf((<u64>nodeAt(tree, node + 1) << 32) | <u64>number);
    joins++;
  }
  return (joins << 32) | <u64>number;
}

/** The words of RAM that came after the first few. */
function lateWords(): u64 {
  const first = RAM_LEAVES / FIRST_LEAVES;
  return joined(RAM_TREE, nodeAt(RAM_TREE, first + 1), first >> 1);
}

/** Makes the RAM tree fit RAM: the leaves, then level by level what lies above those that changed. As `joined`. */
function ramParts(without: u32): u64 {
  if (allStale) {
    noteAll(without);
    allStale = false;
    stale = STALE;
    return lateWords();
  }
  let end = STALE;
  for (let at = STALE; at < stale; at += 4) {
    const leaf = load<u32>(at);
    if (setRamLeaf(leaf, without)) end = addParent(end, leaf, RAM_LEAVES);
  }
  raise(RAM_TREE, RAM_LEAVES, end);
  stale = STALE;
  return lateWords();
}

/** Level by level the nodes listed from STALE to `end`, and what lies above them. */
function raise(tree: usize, all: u32, end: usize): void {
  while (end > STALE) {
    const to = end;
    end = STALE;
    for (let at = STALE; at < to; at += 4) {
      const node = load<u32>(at);
      store<u32>(tree + ((<usize>node) << 2), pairAt(tree, node));
      end = addParent(end, node, all);
    }
  }
}

/** Neighbours share a parent: it is listed once. */
// @ts-ignore: decorator
@inline
function addParent(end: usize, node: u32, all: u32): usize {
  const parent = node >> 1;
  if (isSpine(all, parent)) return end;
  if (end > STALE && load<u32>(end - 4) == parent) return end;
  store<u32>(end, parent);
  return end + 4;
}

/** Nodes of the CPU's tree: the general registers, the rest of the hot block, the cold one. */
const GENERAL: u32 = 4;
const HOT: u32 = 5;
const COLD: u32 = 3;
/** Bytes of the hot block between the selectors and the step count. */
const HOT_REST: usize = <usize>(Block.Steps - Block.Selectors);

/** A word gets another number, and so has all above it up to `root`. */
function setCpuWord(offset: usize, word: u64, root: u32): bool {
  if (load<u64>(CPU_WORDS + offset) == word) return false;
  store<u64>(CPU_WORDS + offset, word);
  let node = CPU_LEAVES + <u32>(offset >> 3);
  store<u32>(CPU_TREE + ((<usize>node) << 2), numberOf(word));
  while (node != root) {
    node >>= 1;
    store<u32>(CPU_TREE + ((<usize>node) << 2), pairAt(CPU_TREE, node));
  }
  return true;
}

/** All but what nearly every step changes: RIP, RFLAGS and RSP count as zero. */
function cpuRest(): u32 {
  let changed = false;
  for (let offset: usize = 0; offset < <usize>Block.Rip; offset += 16) {
    if (!v128.any_true(v128.xor(v128.load(CPU + offset), v128.load(CPU_WORDS + offset)))) continue;
    if (offset != Block.Rsp) changed = setCpuWord(offset, load<u64>(CPU + offset), GENERAL) || changed;
    changed = setCpuWord(offset + 8, load<u64>(CPU + offset + 8), GENERAL) || changed;
  }
  if (!sameWords(CPU + Block.Selectors, CPU_WORDS + Block.Selectors, HOT_REST)) {
    for (let offset: usize = Block.Selectors; offset < <usize>Block.Selectors + HOT_REST; offset += 8) {
      const word = load<u64>(CPU + offset);
      const left = offset == (Block.NmiMerged & ~7) ? word & 0xffffffff00000000 : word;
      changed = setCpuWord(offset, left, HOT) || changed;
    }
  }
  changed = setCpuWord(Block.Steps, field8(Block.TscRead) ? field(Block.Steps) : 0, HOT) || changed;
  if (!sameWords(CPU + Block.Cold, CPU_WORDS + Block.Cold, STATE_BYTES - Block.Cold)) {
    for (let offset: usize = Block.Cold; offset < <usize>STATE_BYTES; offset += 8) {
      // the hot block's last words share this node's parent
      setCpuWord(offset, load<u64>(CPU + offset), offset < 256 ? HOT : COLD);
    }
    changed = true;
  }
  if (changed) {
    const rest = pairOf(nodeAt(CPU_TREE, HOT), nodeAt(CPU_TREE, COLD));
    store<u32>(CPU_TREE, pairOf(nodeAt(CPU_TREE, GENERAL), rest));
  }
  return load<u32>(CPU_TREE);
}

// @ts-ignore: decorator
@inline
function lowHalves(first: u64, second: u64): u64 {
  return (first << 32) | (second & 0xffffffff);
}

/** The number of the upper halves of RIP, RFLAGS and RSP, as they were last. */
let upper: u32 = 0;
let upperRip: u64 = 0;
let upperFlags: u64 = 0;
let upperRsp: u64 = 0;

/** They seldom change: they are no part of `cpuRoot`, which so needs fewer numbers. */
function upperHalves(): u32 {
  if (rip() >> 32 != upperRip || rflags() >> 32 != upperFlags || rsp() >> 32 != upperRsp) {
    upperRip = rip() >> 32;
    upperFlags = rflags() >> 32;
    upperRsp = rsp() >> 32;
    upper = numberOf((upperRip << 32) | <u64>pairOf(<u32>upperFlags, <u32>upperRsp));
  }
  return upper;
}

function cpuRoot(): u32 {
  const point = numberOf(lowHalves(rip(), rflags()));
  return pairOf(point, numberOf(lowHalves(rsp(), <u64>cpuRest())));
}

/** What `ghostParts` said last. */
let ghostLast: u64 = 0;

/** As `joined`. */
function ghostParts(): u64 {
  if (ghostChanged) {
    ghostLast = ghostPartsAnew();
    ghostSeen(GHOST);
  }
  return ghostLast;
}

function ghostPartsAnew(): u64 {
  const from = ghostCanonical();
  const used = <u32>ghostCanonicalBytes() >> 3;
  // what lies above is zero in every state
  const count = used > ghostUsed ? used : ghostUsed;
  let end = STALE;
  for (let i: u32 = 0; i < count; i++) {
    const word = i < used ? load<u64>(from + ((<usize>i) << 3)) : 0;
    const at = GHOST_WORDS + ((<usize>i) << 3);
    if (load<u64>(at) == word) continue;
    store<u64>(at, word);
    const place = GHOST_PLACES + ((<usize>i) << 2);
    if (load<u32>(place) == 0) store<u32>(place, GHOST_LEAVES + ghostLeaves++);
    const node = load<u32>(place);
    store<u32>(GHOST_TREE + ((<usize>node) << 2), numberOf(word));
    end = addParent(end, node, GHOST_LEAVES);
  }
  raise(GHOST_TREE, GHOST_LEAVES, end);
  ghostUsed = used;
  const first = GHOST_LEAVES / FIRST_LEAVES;
  return joined(GHOST_TREE, nodeAt(GHOST_TREE, first), first);
}

/** For each word another one, so that keys lie everywhere in the table. */
function scatter(word: u64): u64 {
  let h = (word ^ (word >> 32)) * 0x94d049bb133111eb;
  h = (h ^ (h >> 29)) * 0xbf58476d1ce4e5b9;
  return h ^ (h >> 32);
}

/** The machine's part of the last key, without the ghost state: good to tell what is reported twice, no more. */
export let treeMachine: u64 = 0;

/** The number of what judges a state, as it was last, and of what it was made. */
let judged: u32 = 0;
let judgedBudgets: u64 = 0;
let judgedJoins: u64 = 0;
let judgedGhost: u64 = 0;
let judgedUpper: u32 = 0;

/**
 * The key of the state that the machine is in; `budgets` tells apart
 * what may still come. Its halves are joined so that few of each are needed: what the
 * CPU is at and the oldest words, and the words that came later.
 */
export function treeKey(without: u32, budgets: u64): u64 {
  const ram = ramParts(without);
  const late = ram & 0xffffffff;
  const early = <u64>nodeAt(RAM_TREE, RAM_LEAVES / FIRST_LEAVES);
  const cpu = <u64>cpuRoot();
  const ghost = ghostParts();
  treeMachine = ((late << 32) | cpu) ^ scatter(early);
  const joins = (ram >> 32) | ((ghost >> 32) << 8);
  const above = upperHalves();
  if (budgets != judgedBudgets || joins != judgedJoins || ghost != judgedGhost || above != judgedUpper) {
    const bounds = numberOf((<u64>numberOf(budgets) << 32) | joins);
    judged = pairOf(<u32>ghost, pairOf(bounds, above));
    judgedUpper = above;
    judgedBudgets = budgets;
    judgedJoins = joins;
    judgedGhost = ghost;
  }
  return scatter(wordOf(late, cpu, <u64>numberOf((<u64>judged << 32) | early)));
}

/** Numbers below this need no more than a third of a word. */
const THIRD_BITS: u64 = 21;
/** Of a word: two of the numbers were joined. No number is so large as to reach it. */
const JOINED: u64 = 1 << 63;

/** One word for three numbers, which stands for no others. The three as they are where that is possible, as another number costs a look into a large table. */
// @ts-ignore: decorator
@inline
function wordOf(late: u64, cpu: u64, about: u64): u64 {
  if ((late | cpu | about) >> THIRD_BITS == 0) return (((late << THIRD_BITS) | cpu) << THIRD_BITS) | about;
  return JOINED | (late << 32) | <u64>numberOf((cpu << 32) | about);
}
