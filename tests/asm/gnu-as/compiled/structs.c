/* Structures, bit fields, unions, packing; structures as arguments and results. Compiled in many ways; never run. */
struct list_head {
  struct list_head *next, *prev;
};

struct bits {
  unsigned a:3, b:5, c:1;
  int d:7;
  unsigned long e:40;
  unsigned long f:24;
  signed char g;
};

struct node {
  struct list_head l;
  struct bits b;
  union {
    int i;
    float f4;
    unsigned char c[8];
  } u;
  short s[7];
} __attribute__((packed));

static inline void list_add(struct list_head *n, struct list_head *h) {
  n->next = h->next;
  n->prev = h;
  h->next->prev = n;
  h->next = n;
}

int get(struct bits *p) {
  return p->a + p->b*3 + p->d - (int)p->e;
}

void put(struct bits *p, int v) {
  p->a = v;
  p->b = v >> 3;
  p->d = v;
  p->e = v;
  p->f ^= v;
  p->c = !p->c;
}

void add(struct node *n, struct list_head *h, int k) {
  list_add(&n->l, h);
  n->s[k&7] = k;
  n->u.c[k&7]++;
}

struct big {
  long a[9];
};

struct big ret(struct big x, int i) {
  x.a[i]++;
  return x;
}

struct pair {
  long a;
  int b;
};

struct pair mk(int a, long b) {
  struct pair p={b, a};
  return p;
}

long sum(struct list_head *h) {
  long s = 0;
  for (struct list_head*p = h->next;p != h;p = p->next) s += ((struct node*)p)->u.i;
  return s;
}
