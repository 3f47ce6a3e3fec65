/* Atomic operations, and instructions of the kernel as inline assembly. Compiled in many ways; never run. */
typedef unsigned long u64;
typedef unsigned __int128 u128;
int fa(int*p) {
  return __atomic_fetch_add(p, 3, 5);
}

void inc(int*p) {
  __atomic_add_fetch(p, 1, 5);
}

u64 xchg(u64*p, u64 v) {
  return __atomic_exchange_n(p, v, 5);
}

_Bool cas(u64*p, u64*e, u64 d) {
  return __atomic_compare_exchange_n(p, e, d, 0, 5, 5);
}

int fo(int*p, int v) {
  return __atomic_fetch_or(p, v, 5);
}

void an(char*p, char v) {
  __atomic_and_fetch(p, v, 5);
}

short fx(short*p, short v) {
  return __atomic_fetch_xor(p, v, 5);
}

void st(int*p) {
  __atomic_store_n(p, 1, 5);
}

int ld(int*p) {
  return __atomic_load_n(p, 2);
}

void fence(void) {
  __atomic_thread_fence(5);
}

_Bool tas(char*p) {
  return __atomic_test_and_set(p, 5);
}

void clr(char*p) {
  __atomic_clear(p, 3);
}

_Bool bts(u64*p) {
  return __atomic_fetch_or(p, 1UL << 40, 5)&(1UL << 40);
}

_Bool z(int*p) {
  return __atomic_sub_fetch(p, 1, 5) == 0;
}

int sync(int*p) {
  return __sync_bool_compare_and_swap(p, 1, 2);
}

static inline void outb(unsigned char v, unsigned short p) {
  __asm__ volatile("outb %0,%1"::"a"(v),"Nd"(p));
}

static inline u64 rdmsr(unsigned m) {
  unsigned l, h;
  __asm__ volatile("rdmsr":"=a"(l),"=d"(h):"c"(m));
  return l|(u64)h << 32;
}

static inline u64 cr2(void) {
  u64 v;
  __asm__ volatile("mov %%cr2,%0":"=r"(v));
  return v;
}

static inline void wrcr3(u64 v) {
  __asm__ volatile("mov %0,%%cr3"::"r"(v):"memory");
}

static inline u64 flags(void) {
  u64 f;
  __asm__ volatile("# save\n\tpushf\n\tpop %0":"=rm"(f)::"memory");
  return f;
}

#define this_cpu_read(v) ({typeof(v) r_;__asm__("mov" "q %%gs:%P1,%0":"=r"(r_):"p"(&(v)));r_;})
extern u64 percpu;
extern char cpunr;
u64 all(void) {
  outb(3, 0x80);
  outb(4, 0x3f8);
  wrcr3(cr2());
  return rdmsr(0xc0000101)+flags()+this_cpu_read(percpu);
}

void ex(void*p) {
  __asm__ volatile("1: clflush %0\n2:\n.pushsection __ex_table,\"a\"\n.balign 4\n.long 1b - .\n.long 2b - .\n.popsection":"+m"(*(char*)p));
}

void rs(void*d, const void*s, u64 n) {
  __asm__ volatile("cld; rep movsb":"+D"(d),"+S"(s),"+c"(n)::"memory");
}

int gotoasm(int x) {
  __asm__ goto("testl %0,%0\n\tjz %l[out]"::"r"(x)::out);
  return 1;
  out:
  return 2;
}

u64 seg(void) {
  unsigned a;
  __asm__("lsl %1,%0":"=r"(a):"r"(0x7b));
  __asm__ volatile("swapgs\n\tlfence\n\tcpuid":"+a"(a)::"rbx","rcx","rdx");
  return a;
}

u64 tsc(void) {
  unsigned a, d, c;
  __asm__ volatile("rdtscp":"=a"(a),"=d"(d),"=c"(c));
  return a|(u64)d << 32;
}

_Bool flagout(u64 a, u64 b) {
  _Bool c;
  __asm__("cmp %2,%1":"=@ccb"(c):"r"(a),"r"(b));
  return c;
}
