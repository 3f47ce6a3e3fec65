# A handler that goes back with popfq and ret, always. It was thought of to keep NMIs
# blocked while a nested one returns; for the first one it keeps them blocked for ever.
# And popfq opens IF one instruction before RSP is right.
#
#@ title Return by popfq and ret
#@ source this project; after the nested return of July 2010
#@ service do_nmi do_nmi_end

    .text
    .globl nmi
nmi:
    pushq %rax
    pushq %rcx
do_nmi:
    incq %gs:nmi_run_count
do_nmi_end:
    # RIP, RFLAGS and rax to the interrupted stack.
    movq 40(%rsp), %rax
    movq 16(%rsp), %rcx
    movq %rcx, -8(%rax)
    movq 32(%rsp), %rcx
    movq %rcx, -16(%rax)
    movq 8(%rsp), %rcx
    movq %rcx, -24(%rax)
    movq 0(%rsp), %rcx
    leaq -24(%rax), %rsp
    popq %rax
    popfq
only_ret_is_left:
    ret
