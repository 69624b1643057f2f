using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Surface;

namespace PureEdge.Fuzz.Targets;

/// <summary>Sources that have the same thing thousands of times side by side, each with a name of its own: what a parser compares with all before.</summary>
internal sealed class WideTarget : IFuzzTarget
{
    // A source is never larger than a worker may be.
    private const int MostLength = 900_000;

    // $ is the number of the piece, @ a dollar.
    private static readonly (string Open, string Piece, string Close)[] Sources =
    [
        ("", "let a$;", ""), ("", "const a$=1;", ""), ("", "var a$;", ""), ("", "function a$(){}", ""), ("", "class a$ {}", ""), ("", "a$:", ";"), ("", "a$:;", ""), ("", "export let a$;", ""), ("let a;export{", "a as b$,", "};"), ("", "{let a$}", ""), ("", "(a$)=>1;", ""), ("{", "let a$;", "}"),
        ("class A{", "#a$;", "}"), ("class A{", "a$(){}", "}"), ("class A{", "static{let a$}", "}"), ("class A{", "get a$(){}", "}"), ("function f(", "a$,", "){}"), ("(", "a$,", "b)=>1;"), ("async(", "a$,", ")=>1;"), ("({", "a$:1,", "});"), ("({", "a$,", "}={});"), ("switch(1){", "case $:", "}"),
        ("switch(1){case 1:", "let a$;", "}"), ("[", "a$,", "]=[];"), ("let [", "a$,", "]=[];"), ("let {", "a$,", "}={};"), ("/", "(?<a$>b)", "/;"), ("/", "(?<a$>b)\\k<a$>", "/;"), ("/(?:", "a$|", "b)/;"), ("/[", "\\u{$}", "]/u;"), ("try{}catch{", "let a$;", "}"), ("try{}catch({", "a$,", "}){}"), ("`", "@{a$}", "`;"), ("'", "\\x41", "';"), ("/*", "*\n", "*/"),
        ("", "//$\n", ""), ("", "\"use $\";", ""), ("for(let [", "a$,", "]=[];;)break;"), ("f(", "...a$,", ");"), ("function f(){", "let a$;", "}"), ("function f(){", "var a$;", "}"), ("()=>{", "function a$(){}", "};"), ("import {", "a as a$,", "} from \"x\";"), ("", "import a$ from \"x\";", ""), ("", "if(1){}else ", ";"), ("", "a$=>", "1;"), ("", "a$,", "1;"), ("", "new a$;", ""),
        ("label:for(;;){", "continue label;", "}"), ("", "({__proto__:1,a$:1});", ""), ("class A{", "static #a$(){}", "}"), ("class A{constructor(){", "this.#a$;", "}}"), ("{", "function a$(){}", "}"), ("switch(1){default:", "class a$ {}", "}"),
    ];

    public string Name => "wide";

    public string About => "sources with thousands of declarations, members, labels, groups and cases side by side";

    public Gen<FuzzProgram> Programs(ApiSurface surface) =>
        from source in Gen.Elements(Sources)
        from second in Gen.Elements(Sources)
        from mixes in Gen.Choose(0, 4)
        // Large ones take most of the time.
        from exponent in Gen.Frequency((9, Gen.Choose(4, 9)), (1, Gen.Choose(13, 15)))
        let text = Text(source, 1 << exponent) + (mixes == 0 ? Text(second, 1 << Math.Min(exponent, 10)) : "")
        select new FuzzProgram(CaseForm.Worker, [Term.Any(text)]);

    private static string Text((string Open, string Piece, string Close) source, int count)
    {
        var text = new StringBuilder(source.Open);
        var parts = source.Piece.Split('$').Select(static part => part.Replace('@', '$')).ToArray();
        for (var i = 0; i < count && text.Length < MostLength; i++)
        {
            text.Append(parts[0]);
            foreach (var part in parts.AsSpan(1))
            {
                text.Append(CultureInfo.InvariantCulture, $"{i}").Append(part);
            }
        }

        return text.Append(source.Close).ToString();
    }
}
