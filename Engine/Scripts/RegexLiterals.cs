using System.Runtime.CompilerServices;
using Acornima;
using Acornima.Ast;
using Jint;

namespace PureEdge.Engine.Scripts;

/// <summary>
/// The regular expressions of a module. Each is made when it is first evaluated and stays with the syntax tree, which all isolates share: what a program of nothing
/// else would take is not seen by any request, so it is counted when the module is parsed.
/// </summary>
internal static class RegexLiterals
{
    // Compiled to code they are matched 2 to 16 times faster, as Jint's documentation says. No program that people write has so many that matter.
    private const int MostCompiled = 256;

    // In nodes of a syntax tree (SyntaxSummary), rounded up: compiled ones took 3 to 8 KB, interpreted ones 0.5 to 0.9.
    private const int CompiledNodes = 80;
    private const int InterpretedNodes = 20;
    private const int CharactersPerNode = 2;

    /// <summary>What a literal counts as beside its own node, in nodes. Leaves it to the interpreter when the module has many before it.</summary>
    /// <param name="literal">The literal, not evaluated yet.</param>
    /// <param name="before">How many the module has before it.</param>
    public static int Count(RegExpLiteral literal, int before)
    {
        var nodes = literal.RegExp.Pattern.Length / CharactersPerNode;
        if (before < MostCompiled)
        {
            return nodes + CompiledNodes;
        }

        ParseResultOf(literal) = Interpreted.Result;
        return nodes + InterpretedNodes;
    }

    // Made when there is a module that needs it: who parses without, pays nothing for it.
    private static class Interpreted
    {
        // The parser gives every literal of a source the same, with the choice between the two.
        public static readonly RegExpParseResult Result =
            ((RegExpLiteral)((ExpressionStatement)JintEngine.PrepareScript("/a/", options: new() { ParsingOptions = new() { CompileRegex = false } }).Program!.Body[0]).Expression).ParseResult;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "<ParseResult>k__BackingField")]
    private static extern ref RegExpParseResult ParseResultOf(RegExpLiteral literal);
}
