/* 128-bit arithmetic, multiplication and division, bits, rotations, overflow. Compiled in many ways; never run. */
typedef unsigned __int128 u128;
typedef __int128 i128;
typedef unsigned long u64;
typedef long i64;
u128 add(u128 a, u128 b) {
  return a+b;
}

u128 sub(u128 a, u128 b) {
  return a-b;
}

u128 mul(u128 a, u128 b) {
  return a*b;
}

u64 mulh(u64 a, u64 b) {
  return (u128)a*b >> 64;
}

i64 smulh(i64 a, i64 b) {
  return (i128)a*b >> 64;
}

u128 shl(u128 a, int n) {
  return a << n;
}

i128 sar(i128 a, int n) {
  return a >> n;
}

u128 shr5(u128 a) {
  return a >> 5;
}

int cmp(i128 a, i128 b) {
  return a<b;
}

u64 divu(u64 a, u64 b) {
  return a/b;
}

i64 mods(i64 a, i64 b) {
  return a%b;
}

int d7(int a) {
  return a/7;
}

unsigned m10(unsigned a) {
  return a%10;
}

short d3(short a) {
  return a/3;
}

unsigned char d9(unsigned char a) {
  return a/9;
}

u64 rot(u64 a, int n) {
  return a << (n&63)|a >> (-n&63);
}

unsigned short rot16(unsigned short a) {
  return a << 3|a >> 13;
}

int clz(u64 a) {
  return __builtin_clzl(a);
}

int ctz(unsigned a) {
  return __builtin_ctz(a);
}

int pop(u64 a) {
  return __builtin_popcountl(a);
}

int par(u64 a) {
  return __builtin_parityl(a);
}

int ffs_(int a) {
  return __builtin_ffs(a);
}

u64 bsw(u64 a) {
  return __builtin_bswap64(a);
}

unsigned short bsw2(unsigned short a) {
  return __builtin_bswap16(a);
}

_Bool ovf(i64 a, i64 b, i64*r) {
  return __builtin_mul_overflow(a, b, r);
}

_Bool ovfu(unsigned a, unsigned b, unsigned*r) {
  return __builtin_add_overflow(a, b, r);
}

u64 adcs(u64*a, u64*b, int n) {
  unsigned long long c = 0;
  for (int i = 0;i<n;i++) {
    u128 t = (u128)a[i]+b[i]+c;
    a[i] = t;
    c = t >> 64;
  }
  return c;
}
