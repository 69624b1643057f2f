using Esprima.Ast;
using Esprima.Utils;

namespace PureEdge.Fuzz.Programs.Forms;

/// <summary>Where the code of a case stands that may stand anywhere.</summary>
internal enum Shape
{
    /// <summary>In the handler.</summary>
    Handler,

    /// <summary>In a function that the handler calls.</summary>
    Function,

    /// <summary>In an arrow function that is called where it stands.</summary>
    Arrow,

    /// <summary>In an asynchronous function, behind its first wait.</summary>
    Async,

    /// <summary>In a generator.</summary>
    Generator,

    /// <summary>In the static block of a class.</summary>
    StaticBlock,

    /// <summary>In a module that is imported when the handler runs.</summary>
    Module,

    /// <summary>Its declarations in one module, its statements in another.</summary>
    TwoModules,

    /// <summary>In a function, without the spaces and comments that its tree does not have: printed by an independent parser.</summary>
    Printed,
}

/// <summary>The modules of a case in its shape.</summary>
internal static class CaseShape
{
    /// <summary>The line between declarations and statements.</summary>
    public const string Then = "// then";

    private const string Given = "import { line } from './prelude.js'; import { show } from './show.js';\n";

    /// <summary>The shapes that a case is compared in with the first.</summary>
    public static IReadOnlyList<Shape> Others { get; } = [.. Enum.GetValues<Shape>().Where(static shape => shape != Shape.Handler)];

    /// <summary>The body of the handler, and a module beside it if there is one.</summary>
    /// <param name="text">The code.</param>
    /// <param name="shape">Where it stands.</param>
    public static (string Outside, string Body, string? Part) Of(string text, Shape shape) => shape switch
    {
        Shape.Function => ($"function run() {{\n{text}\n}}\n", "run();", null),
        Shape.Arrow => ("", $"(() => {{\n{text}\n}})();", null),
        Shape.Async => ("", $"await (async () => {{ await null;\n{text}\n}})();", null),
        Shape.Generator => ("", $"[...(function* () {{ yield 1;\n{text}\n}})()];", null),
        Shape.StaticBlock => ("", $"class Box {{ static {{\n{text}\n}} }}", null),
        Shape.Module => ("", "await import('./part.js');", Given + text),
        Shape.TwoModules => ("import { f0, f1 } from './part.js';\n", Statements(text), Given + Declarations(text) + "\nexport { f0, f1 };"),
        Shape.Printed => (Print($"function run() {{\n{text}\n}}") + "\n", "run();", null),
        _ => ("", text, null),
    };

    private static string Declarations(string text) => text.Split(Then)[0];

    private static string Statements(string text) => text.Split(Then, 2).Length == 2 ? text.Split(Then, 2)[1] : text;

    private static string Print(string text)
    {
        try
        {
            return new Esprima.JavaScriptParser(new Esprima.ParserOptions { Tolerant = false }).ParseModule(text).ToJavaScriptString(format: false);
        }
        catch (Esprima.ParserException)
        {
            // It refuses some of what is allowed (DifferenceTable).
            return text;
        }
    }
}
