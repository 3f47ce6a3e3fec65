/* Jump tables, comparisons, tables of functions, strings with escapes. Compiled in many ways; never run. */
extern void h0(void), h1(int), h2(long);
extern int v;
int sw(int x) {
  switch (x) {
    case 0:
    return 7;
    case 1:
    h0();
    return 8;
    case 2:
    h1(3);
    return 1;
    case 3:
    return v;
    case 4:
    h2(9);
    return v+1;
    case 5:
    return 77;
    case 6:
    return -1;
    case 9:
    return 12;
    case 12:
    h0();
    h0();
    return 5;
  }
  return 0;
}

const char *name(int x) {
  switch (x) {
    case 10:
    return "ten";
    case 11:
    return "eleven";
    case 12:
    return "twelve\n\t\"q\"";
    case 13:
    return "x\001\377y";
    case 14:
    return "\\";
  }
  return 0;
}

static int (*const table[])(int) = { sw, (int(*)(int))h1 };
int call(int i, int a) {
  return table[i](a);
}

int nest(int a, int b) {
  int r = 0;
  for (int i = 0;i<a;i++) for (int j = i;j<b;j += 3) {
    if ((i^j)&1) continue;
    r += i*j;
    if (r>1000) goto out;
  }
  out:
  return r;
}

int sparse(unsigned x) {
  switch (x) {
    case 1:
    return 3;
    case 100:
    return 5;
    case 10000:
    return 7;
    case 1000000:
    return 11;
    case 0x80000000:
    return 13;
    default:
    return 0;
  }
}

int range(char c) {
  switch (c) {
    case 'a'...'z':
    return 1;
    case 'A'...'Z':
    return 2;
    case '0'...'9':
    return 3;
  }
  return 0;
}

_Bool tern(int a, int b, unsigned c) {
  return a<b ? c>5 : c <= 3 && a != 7;
}
