using System.Collections.Immutable;
using System.Text;

namespace PureEdge.Fuzz.Programs;

/// <summary>A program of the intermediate form: statements, any of which can be left out.</summary>
/// <param name="Form">How it is run.</param>
/// <param name="Steps">Its statements.</param>
internal sealed record FuzzProgram(CaseForm Form, ImmutableArray<Term> Steps)
{
    public static FuzzProgram Handler(IEnumerable<Term> steps) => new(CaseForm.Handler, [.. steps]);

    public static FuzzProgram Source(string text) => new(CaseForm.Source, [Term.Any(text)]);

    /// <summary>An input of a parser of the host. It is bytes in the end: half a character is replaced as in UTF-8.</summary>
    public static FuzzProgram Input(string parser, string text) =>
        new(CaseForm.Input, [Term.Any(parser), Term.Any(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)))]);

    /// <summary>A step that keeps the value of an expression as <c>k[index]</c>, and goes on when it throws.</summary>
    public static Term Keep(int index, Term expression) =>
        Term.Any($"try {{ k[{index}] = note($0); }} catch (e) {{ failed(e); }}", expression);

    /// <summary>A statement that may throw.</summary>
    public static Term Try(Term statement) => Term.Any("try { $0 } catch (e) { failed(e); }", statement);

    public FuzzCase ToCase(string target, ulong seed, long index) => new(target, Form, string.Join('\n', Steps), seed, index);

    /// <summary>Smaller programs: without some of the statements, then with a smaller statement.</summary>
    public IEnumerable<FuzzProgram> Shrink()
    {
        for (var length = Steps.Length / 2; length > 0; length /= 2)
        {
            for (var from = 0; from < Steps.Length; from += length)
            {
                yield return this with { Steps = Steps.RemoveRange(from, Math.Min(length, Steps.Length - from)) };
            }
        }

        for (var i = 0; i < Steps.Length; i++)
        {
            foreach (var smaller in Steps[i].Shrink())
            {
                yield return this with { Steps = Steps.SetItem(i, smaller) };
            }
        }
    }
}
