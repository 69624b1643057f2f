using System.Text;
using System.Text.RegularExpressions;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Parsers;

/// <summary>Asks the product's parser (Acornima, metered) and the independent one (Esprima.NET) about the same source.</summary>
internal static class ParserComparison
{
    private static readonly ExecutionLimits Limits = new() { CpuMilliseconds = 200, AllocationBytes = 256 << 20 };

    // By itself it goes on behind many errors.
    private static readonly global::Esprima.ParserOptions Strict = new() { Tolerant = false };

    /// <summary>Whether the product's parser accepts a module.</summary>
    public static bool Accepts(string source)
    {
        try
        {
            using (new LimitSession(Limits).BeginWork())
            {
                new global::Acornima.Parser().ParseModule(source);
                return true;
            }
        }
        catch (global::Acornima.ParseErrorException)
        {
            return false;
        }
    }

    /// <summary>What the product's parser says.</summary>
    public static ParserVerdict Acornima(string source, bool isModule)
    {
        try
        {
            using (new LimitSession(Limits).BeginWork())
            {
                var parser = new global::Acornima.Parser();
                global::Acornima.Ast.Node program = isModule ? parser.ParseModule(source) : parser.ParseScript(source);
                var shape = new StringBuilder();
                Describe(program, shape);
                return new(true, shape.ToString(), "");
            }
        }
        catch (global::Acornima.ParseErrorException e)
        {
            return new(false, "", e.Message);
        }
    }

    /// <summary>What the independent parser says.</summary>
    public static ParserVerdict Esprima(string source, bool isModule)
    {
        try
        {
            var parser = new global::Esprima.JavaScriptParser(Strict);
            global::Esprima.Ast.Node program = isModule ? parser.ParseModule(source) : parser.ParseScript(source);
            var shape = new StringBuilder();
            Describe(program, shape);
            return new(true, shape.ToString(), "");
        }
        catch (global::Esprima.ParserException e)
        {
            return new(false, "", e.Message);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IndexOutOfRangeException or NullReferenceException or InvalidCastException or FormatException or OverflowException or RegexParseException)
        {
            // A fault of the independent parser says nothing of ours.
            return new(false, "", $"(fault of Esprima) {e.GetType().Name}: {e.Message}");
        }
    }

    private static void Describe(global::Acornima.Ast.Node node, StringBuilder shape)
    {
        shape.Append(node.Type.ToString()).Append('(');
        foreach (var child in node.ChildNodes)
        {
            if (child is not null)
            {
                Describe(child, shape);
            }
        }

        shape.Append(')');
    }

    private static void Describe(global::Esprima.Ast.Node node, StringBuilder shape)
    {
        shape.Append(node.Type.ToString()).Append('(');
        foreach (var child in node.ChildNodes)
        {
            if (child is not null)
            {
                Describe(child, shape);
            }
        }

        shape.Append(')');
    }
}
