import { readFileSync } from "node:fs"; import { createServer } from "vite";
const vite = await createServer({ server: { middlewareMode: true }, appType: "custom", logLevel: "error" });
const L=(p)=>vite.ssrLoadModule(p);
const { createSession } = await L("/src/session/index.ts"); const { assemble } = await L("/src/asm/assemble.ts"); const { findEntry, scenarioOf } = await L("/src/scenario/catalogue/catalogue.ts");
const { boot } = await L("/src/session/index.ts"); const V=await L("/src/session/views.ts").catch(()=>({}));
const s = await createSession(readFileSync("build/core.wasm"));
const LINES=["cld","pushq %rdx","movq %rsp, %rdx","cmpl $0x10, 16(%rsp)","jne 1f","leaq -10*8(%rsp), %rdx","movq %gs:0x28, %rax # per-CPU","testb $3, 8+8(%rsp)","1: swapgs","addq $(6*8), %rsp"];
const src="nmi:\n"+Array.from({length:1000},(_,n)=>(n%10===0?`entry${n}: `:"")+LINES[n%10]).join("\n")+"\niretq\n";
const med=(f,n=60)=>{const t=[];for(let i=0;i<n;i++){const b=performance.now();f(i);t.push(performance.now()-b);}t.sort((a,b)=>a-b);return `best ${t[0].toFixed(2)} median ${t[n>>1].toFixed(2)}`;};
console.log("assemble", med((i)=>assemble(src+"#"+i)));
const runIt=(q)=>{let g=s.run(q),x;do{x=g.next();}while(!x.done);return x.value;};
const base={...scenarioOf(findEntry("naive")),handler:{kind:"source",text:src}};
runIt({kind:"open",scenario:base,position:0});
console.log("boot", med((i)=>boot({...base,handler:{kind:"source",text:src+"#"+i}})));
console.log("edit-source", med((i)=>runIt({kind:"edit-source",text:src+" # "+i})));
const out=runIt({kind:"edit-source",text:src+"nop"}); console.log(Object.keys(out), Object.keys(out.update??out));
console.log("clone", med(()=>structuredClone(out)));
if (process.env.PROF) { for (let i=0;i<300;i++) runIt({kind:"edit-source",text:src+" # "+i}); }
await vite.close();
