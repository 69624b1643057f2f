// gofmt (TinyGo, target wasm-unknown: nothing is imported). It collects its garbage itself, and is kept from one request to the next.
import { format, initSync } from "@wasm-fmt/gofmt/web";
import module from "@wasm-fmt/gofmt/wasm";

initSync(module);

const sources = {
  "/spaces": "package main\nimport (\"fmt\";\"os\")\nfunc main(){\nif len(os.Args)>1{fmt.Println(\"ä€𝄞\",os.Args[1:])}else{ for i:=0;i<10;i++{ fmt.Printf( \"%d\\n\",i*i+1 ) } } }\n",
  "/types": "package p\ntype ( A struct{ X,Y int `json:\"x\"`; name string // a name\n longer map[string][]func(int)(string,error) /* b */ }\nB[T any,K comparable] interface{ Do(a,b T)K;~int|~string } )\nfunc (a *A)Get()(n int,err error){ defer func(){ recover() }(); switch x:=any(a).(type){case nil:return;case *A:n=x.X<<2|x.Y&^1;default:goto end};end:return }\n",
  "/formatted": "package p\n\nvar x = 1\n",
};

export default {
  async fetch(request) {
    const { pathname } = new URL(request.url);
    try {
      if (pathname === "/many") {
        // Megabytes of garbage in the program's own heap.
        let text = "package p\n";
        for (let i = 0; i < 300; i++) text += `func f${i}(a,b int)int{return a*${i}+b}\n`;
        return new Response(format(text) + format(text).length);
      }
      return new Response(format(sources[pathname] ?? (await request.text())));
    } catch (error) {
      return Response.json({ error: error.message }, { status: 400 });
    }
  },
};
