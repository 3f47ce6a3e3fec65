// Stack, system and state instructions in every spelling, right and wrong.

import type { GoldenCase } from "../format.ts";
import { lines } from "./lines.ts";

export const SYSTEM_LINES: readonly GoldenCase[] = lines(String.raw`
pushq %fs
pushq %gs
push %fs
popq %gs
popw %fs
pushw %ax
pushw $5
pushw (%rax)
push $127
push $128
push $-129
push $0x7fffffff
push $-0x80000000
pushq $0xffffffffffffff80
pushq $0xffffffff
pushq extern
pushq $extern
pushq extern(%rip)
pushq %gs:0x10
push (%rax)
pop (%rax)
popq 8(%rsp)
pop %r15
popw %ax
push %ax
pushf
pushfq
pushfw
popf
popfq
popfw
push %rip
push %cr2
pushl $5
pushq $5+3
enter $8, $0
enterq $8, $1
enterw $8, $1
leave
leaveq
leavew
leavel
ret
retq
retw
retl
ret $8
retq $0xffff
retw $3
lret
lretq
lretl
lretw
lret $8
lretq $8
iret
iretq
iretl
iretw
iretd
syscall
sysret
sysretq
sysretl
sysexit
sysexitq
sysexitl
sysenter
int $0x80
int3
int1
icebp
into
ud2
ud2a
ud2b (%rax), %ebx
ud1 %eax, %ebx
ud0 (%rax), %rbx
ud1l (%rax), %ebx
ud1
hlt
cli
sti
cld
std
clc
stc
cmc
lahf
sahf
nop
nopw
nopl
nopq
nopw (%rax)
nopl 8(%rax)
nopw %cs:0(%rax,%rax,1)
nopq %rax
nop %ax
nop (%rax)
pause
rep nop
rep; nop
wait
fwait
endbr64
endbr32
clac
stac
swapgs
rdtsc
rdtscp
rdpmc
cpuid
wrmsr
rdmsr
wbinvd
wbnoinvd
invd
invlpg (%rax)
invlpg %gs:(%rax)
invpcid (%rax), %rbx
invlpga
invlpga %rax, %ecx
clts
lgdt (%rax)
lgdtq (%rax)
lidt 6(%rsp)
lidtq (%rax)
sgdt (%rax)
sgdtl (%rax)
sidt (%rip)
lldt %ax
lldt (%rax)
lldtw %ax
ltr %ax
ltr (%rax)
ltrw %ax
sldt %ax
sldt %eax
sldt %rax
sldt (%rax)
sldtw (%rax)
str %ax
str %eax
strq %rax
str (%rax)
lmsw %ax
lmsw (%rax)
smsw %ax
smsw %eax
smsw %rax
smsw (%rax)
lar %ax, %bx
lar %ax, %ebx
lar %eax, %ebx
lar %ax, %rbx
lar %rax, %rbx
lar (%rax), %ebx
larw (%rax), %bx
lsl %ax, %eax
lsl %eax, %rax
lslq (%rax), %rbx
verr %ax
verr (%rax)
verw %ax
verw (%rax)
verw 8(%rip)
rdfsbase %rax
rdgsbase %eax
wrgsbase %r15
wrfsbase %ebx
rdfsbaseq %rax
wrgsbasel %eax
rdpid %rax
rdpid %eax
rdpkru
wrpkru
xgetbv
xsetbv
xsave (%rax)
xsave64 (%rax)
xsavec (%rax)
xsaveopt64 (%rax)
xsaves64 (%rax)
xsaveq (%rax)
xsaveoptq (%rax)
xrstorq (%rax)
xsavesq (%rax)
xsavecq (%rax)
xrstors (%rax)
fxsave (%rax)
fxsave64 (%rax)
fxsaveq (%rax)
fxrstorq (%rax)
ldmxcsr (%rax)
stmxcsr 4(%rsp)
vldmxcsr (%rax)
fninit
fnclex
fnstsw %ax
fnstcw (%rsp)
fldcw (%rsp)
fnsave (%rax)
frstor (%rax)
emms
monitor
monitorx
mwait
mwaitx
tpause %eax
umwait %eax
umonitor %rax
senduipi %rax
clui
stui
testui
uiret
cldemote (%rax)
clflush (%rax)
clflushopt (%rax)
clwb (%rax)
prefetcht0 (%rax)
prefetchw (%rax)
prefetchnta %gs:(%rax)
prefetch (%rax)
lfence
mfence
sfence
serialize
hreset $0
wrussq %rax, (%rbx)
wrssd %eax, (%rbx)
rdsspq %rax
incsspq %rax
saveprevssp
rstorssp (%rax)
setssbsy
clrssbsy (%rax)
vmcall
vmlaunch
vmresume
vmxoff
vmxon (%rax)
vmptrld (%rax)
vmread %rax, %rbx
vmwrite %rax, %rbx
vmmcall
vmrun
vmload
vmsave %rax
stgi
clgi
skinit
encls
enclu
pvalidate
rmpupdate
psmash
getsec
rsm
xabort $3
xbegin .
xend
xtest
movbe (%rax), %ebx
movnti %eax, (%rbx)
movdir64b (%rax), %rbx
movdiri %eax, (%rbx)
enqcmd (%rax), %rbx
crc32b %al, %eax
crc32q %rax, %rbx
adcx %eax, %ebx
adox (%rax), %rbx
mulx %rax, %rbx, %rcx
rorx $3, %rax, %rbx
sarx %rax, %rbx, %rcx
shlxl %eax, (%rbx), %ecx
bextr %eax, %ebx, %ecx
blsi %rax, %rbx
blsr (%rax), %rbx
bzhi %rax, %rbx, %rcx
pdep %rax, %rbx, %rcx
andn (%rax), %rbx, %rcx
eretu
erets
lkgs %ax
lkgs (%rax)
wrmsrns
rdmsrlist
wrmsrlist
sgdtq (%rax)
sidtq (%rax)
lgdtl (%rax)
clrb %al
clrb %r9b
clr %rax
clr %r9
clrw %ax
clrl (%rax)
clr %ah
hnt je .
ht; jne .
rex64xyz nop
rexz incl %eax
rex64z incl %eax
rexx nop
vmload %rax
vmrun %rax
skinit %eax
clzero %rax
invlpga %rax,%ecx
monitorx %rax,%ecx,%edx
mwaitx %eax,%ecx,%ebx
lock/nop
rep/movsb
lock / incl (%rax)
`);
