// A state's key without loss: its words are the leaves of a tree in which every pair
// of numbers, and every word, has one number for good. So two states have one key
// if and only if all their words are the same. Knows no chain.

import { Block, STATE_BYTES } from "../block";
import { ghostCanonical, ghostCanonicalBytes } from "../properties/face";
import { CPU, PRISTINE, RAM, RAM_END, TREE, TREE_END, VISITED, field8 } from "../state";

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

const FEWEST_SLOTS: u64 = 1 << 16;

/** Keys are made here; else nothing is noted. */
export let treeOn: bool = false;
/** There is no room for another pair. */
export let treeFull: bool = false;
/** Pairs and words that have a number. */
export let treeNodes: u64 = 0;

/** Numbers are places in this table, from 1 on; 0 stands for a zero. */
let slots: u64 = 0;
let shift: u64 = 0;
let stale: usize = STALE;
/** More words than there was room to note. */
let allStale: bool = false;
/** Leaves that stand for a word, of RAM and of the ghost state. */
let leaves: u32 = 0;
let ghostUsed: u32 = 0;
let ghostLeaves: u32 = 0;

/** Forgets all; returns where the room behind its table begins. `states`: the most there can be. */
export function clearTree(on: bool, states: u64): usize {
  treeOn = on;
  treeFull = false;
  treeNodes = 0;
  if (!on) return VISITED;
  slots = FEWEST_SLOTS;
  while (slots < states) slots <<= 1;
  shift = clz(slots) + 1;
  const end = VISITED + <usize>(slots << 3);
  if (<u64>end > <u64>memory.size() << 16) unreachable();
  memory.fill(VISITED, 0, end - VISITED);
  memory.fill(TREE, 0, TREE_END - TREE);
  stale = STALE;
  allStale = true;
  ghostUsed = 0;
  ghostLeaves = 0;
  leaves = 0;
  return end;
}

/** The number of a word, or of a pair of numbers. */
function numberOf(word: u64): u32 {
  if (word == 0) return 0;
  let slot = ((word ^ (word >> 32)) * 0x9e3779b97f4a7c15) >> shift;
  while (true) {
    const at = VISITED + <usize>(slot << 3);
    const held = load<u64>(at);
    if (held == word) return <u32>slot + 1;
    if (held == 0) {
      if (treeNodes >= slots - (slots >> 3)) {
        treeFull = true;
        return 0;
      }
      store<u64>(at, word);
      treeNodes++;
      return <u32>slot + 1;
    }
    slot = (slot + 1) & (slots - 1);
  }
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

/** A word of RAM is written now, or was put back. */
export function treeWord(word: usize): void {
  if (stale < TREE_END) {
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
    treeFull = true;
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
    if (setRamLeaf(leaf, without)) end = addParent(end, leaf);
  }
  while (end > STALE) {
    const to = end;
    end = STALE;
    for (let at = STALE; at < to; at += 4) {
      const node = load<u32>(at);
      store<u32>(RAM_TREE + ((<usize>node) << 2), pairAt(RAM_TREE, node));
      end = addParent(end, node);
    }
  }
  stale = STALE;
  return lateWords();
}

/** Neighbours share a parent: it is listed once. */
// @ts-ignore: decorator
@inline
function addParent(end: usize, node: u32): usize {
  const parent = node >> 1;
  if (isSpine(RAM_LEAVES, parent)) return end;
  if (end > STALE && load<u32>(end - 4) == parent) return end;
  store<u32>(end, parent);
  return end + 4;
}

/** A leaf gets another number, and all above it. */
function climb(tree: usize, leaf: u32, number: u32): void {
  store<u32>(tree + ((<usize>leaf) << 2), number);
  for (let node = leaf >> 1; node > 0; node >>= 1) {
    store<u32>(tree + ((<usize>node) << 2), pairAt(tree, node));
  }
}

// @ts-ignore: decorator
@inline
function setWord(tree: usize, words: usize, leaves: u32, index: u32, word: u64): void {
  const at = words + ((<usize>index) << 3);
  if (load<u64>(at) == word) return;
  store<u64>(at, word);
  climb(tree, leaves + index, numberOf(word));
}

function cpuRoot(): u32 {
  for (let offset: usize = 0; offset < <usize>STATE_BYTES; offset += 8) {
    let word = load<u64>(CPU + offset);
    if (offset == (Block.NmiMerged & ~7)) word &= 0xffffffff00000000;
    if (offset == Block.Steps && !field8(Block.TscRead)) word = 0;
    setWord(CPU_TREE, CPU_WORDS, CPU_LEAVES, <u32>(offset >> 3), word);
  }
  return load<u32>(CPU_TREE + 4);
}

/** As `joined`. */
function ghostParts(): u64 {
  const from = ghostCanonical();
  const used = <u32>ghostCanonicalBytes() >> 3;
  // what lies above is zero in every state
  const count = used > ghostUsed ? used : ghostUsed;
  for (let i: u32 = 0; i < count; i++) {
    const word = i < used ? load<u64>(from + ((<usize>i) << 3)) : 0;
    const at = GHOST_WORDS + ((<usize>i) << 3);
    if (load<u64>(at) == word) continue;
    store<u64>(at, word);
    const place = GHOST_PLACES + ((<usize>i) << 2);
    if (load<u32>(place) == 0) store<u32>(place, GHOST_LEAVES + ghostLeaves++);
    let node = load<u32>(place);
    store<u32>(GHOST_TREE + ((<usize>node) << 2), numberOf(word));
    for (node >>= 1; !isSpine(GHOST_LEAVES, node); node >>= 1) {
      store<u32>(GHOST_TREE + ((<usize>node) << 2), pairAt(GHOST_TREE, node));
    }
  }
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
  const bounds = numberOf((<u64>numberOf(budgets) << 32) | joins);
  const judged = numberOf((ghost << 32) | <u64>bounds);
  const about = numberOf((<u64>judged << 32) | early);
  return scatter((late << 32) | <u64>numberOf((cpu << 32) | <u64>about));
}
