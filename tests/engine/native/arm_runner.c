/*
 * Makes calls of kernels on 64-bit Arm under Linux, without a C library: it reads each from
 * standard input, with the memory before, and writes the memory after to standard output.
 */

typedef unsigned u32;
typedef int i32;

/** An argument, in the type of the parameter. */
typedef union {
  u32 as_u32;
  i32 as_i32;
  float as_f32;
  double as_f64;
} Argument;

/** Calls a kernel by its number; the test writes this function from the kernels' signatures. */
void call(u32 kernel, char *memory, const Argument *arguments);

typedef struct {
  u32 kernel, arguments, bytes, unused;
} Header;

enum { MEMORY_BYTES = 4 << 20, MAX_ARGUMENTS = 24, READ = 63, WRITE = 64, EXIT = 93 };

static char memory[MEMORY_BYTES + 4096] __attribute__((aligned(64)));

static long system(long number, long first, long second, long third) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = first;
  register long x1 __asm__("x1") = second;
  register long x2 __asm__("x2") = third;
  __asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
  return x0;
}

/** Reads or writes `bytes` bytes; whether there were as many. */
static int transfer(long number, long file, void *at, long bytes) {
  for (char *next = at; bytes > 0;) {
    const long moved = system(number, file, (long)next, bytes);
    if (moved <= 0) return 0;
    next += moved;
    bytes -= moved;
  }
  return 1;
}

void _start(void) {
  Header header;
  Argument arguments[MAX_ARGUMENTS];
  while (transfer(READ, 0, &header, sizeof header)) {
    transfer(READ, 0, arguments, (long)(sizeof(Argument) * header.arguments));
    transfer(READ, 0, memory, (long)header.bytes);
    call(header.kernel, memory, arguments);
    transfer(WRITE, 1, memory, (long)header.bytes);
  }
  system(EXIT, 0, 0, 0);
}
