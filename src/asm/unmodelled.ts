// Mnemonics that GNU as knows and the instruction table leaves out: x87, vectors, keys
// and tiles. Named in the message, so that nobody takes them for typing mistakes.

const FLOATING_POINT = new RegExp(
  "^f(?:2xm1|addp?|bld|bstp|chs|cmov\\w+|com(?:ip?|pp?|pi)?|u?comi?pp?|cos|n?(?:disi|eni|setpm)|rstpm|divr?p?|ffreep|free|freep|" +
    "i(?:add|comp?|divr?|ld|mul|stt?p?|subr?)|ld(?:l2[et]|lg2|ln2)|mulp?|patan|prem1?|ptan|rndint|scale|sin(?:cos)?|sqrt|" +
    "subr?p?|sw|tst|ucom(?:ip?|pp?|pi)?|xam|xtract|yl2x(?:p1)?)(?:s|l|ll|t|q)?$",
);

/** With a "v" before them too. */
const VECTOR = [
  "(?:add|sub|mul|div|min|max|sqrt|rcp|rsqrt|andn?|x?or|(?:cmp|u?comi)\\w*|shuf|unpck[hl]|blendv?|round|dp|hadd|hsub|addsub)" +
    "(?:ps|pd|ss|sd)",
  "mov(?:nt|msk|[hlua])(?:ps|pd|ss|sd)",
  "mov(?:ddup|dq2q|q2dq|hlps|lhps|ntdqa?|ntq|sh?l?dup|shdup)",
  "cvtt?(?:pd|ps|pi|dq|sd|ss|si)2(?:pd|ps|pi|dq|sd|ss|si)[lq]?",
  "p(?:abs|ack|add|align|avg|blend|clmul|cmp|extr|hadd|hminpos|hsub|insr|madd|max|min|mov[sz]x|mul|sad|shuf|sign|sll|sra|" +
    "srl|sub|swap|unpck)\\w*[bdimqrw]|ptest",
  "pf(?:2i[dw]|acc|add|cmp(?:eq|g[et])|max|min|mul|p?nacc|rcp(?:it[12])?|rsqi?r?t1?|subr?)|pi2f[dw]",
  "(?:insert|extract)ps|insertq|extrq|femms|lddqu|maskmov(?:q|dqu)|mpsadbw",
  "sha(?:1|256)\\w+|aes(?:enc|dec|imc|keygenassist)(?:last|(?:128|256)kl)?|gf2p8\\w+",
].join("|");

const WIDE_VECTOR =
  "(?:4f|add|align|and|bcst|blend|broadcast|cmp|com|db|div|dp|exp|extract|f|gather|get|hadd|hsub|insert|mask|max|min|mov|" +
  "mul|or|range|rcp|reduce|rnd|rsqrt|scale|scatter|shuf|sqrt|sub|test|ucom|unpck|xor)\\w*[bdfhqswxyz0-9]|v(?:cvt|p)\\w+";

const FAMILIES: readonly (readonly [names: RegExp, what: string])[] = [
  [FLOATING_POINT, "x87"],
  [new RegExp(`^v?(?:${VECTOR})$`), "vectors"],
  [new RegExp(`^(?:v${WIDE_VECTOR})$`), "vectors"],
  [/^k(?:add|andn?|mov|not|or|ortest|shift[lr]|test|unpck(?:bw|wd|dq)|xn?or)[bwdq]?$/, "vector masks"],
  [/^(?:tile\w+|tdp\w+|(?:ld|st)tilecfg)$/, "tiles"],
  [/^(?:encodekey(?:128|256)|loadiwkey|montmul|xcrypt\w{3}|xsha\d+|xstore(?:rng)?)$/, "keys"],
  [/^(?:bnd(?:c[lnu]|ldx|mk|mov|stx))$/, "bounds"],
  [/^(?:bl(?:cfill|c[is]|cic|cmsk|sfill|sic)|t1mskc|tzmsk|llwpcb|slwpcb|lwp(?:ins|val))$/, "AMD's older extensions"],
  [/^(?:a(?:add|and|or|xor)|cmpn?[abcegloszp]{1,2}xadd|prefetchit[01]|rmpquery)$/, "extensions of later processors"],
];

/** Which kind of state or extension the mnemonic is of; undefined: it is none of these. */
export function unmodelledKind(word: string): string | undefined {
  return FAMILIES.find(([names]) => names.test(word))?.[1];
}
