# The least there is, over user mode: counts and returns.
# right: kernel user page-fault
# defect 1: idle-clean over user by 1: SYSRETQ ends no blocking
# defect 2: resume-exact over page-fault by 1: SYSRETQ takes rcx and r11 for itself
#@ service count counted
nmi:
count:
    incq %gs:nmi_run_count
counted:
    .if DEFECT == 1 || DEFECT == 2
    testb $3, 8(%rsp)
    jz 1f
    movq (%rsp), %rcx
    movq 16(%rsp), %r11
    movq 24(%rsp), %rsp
    sysretq
1:
    .endif
    iretq
