using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Surface;

/// <summary>
/// Everything a script can call, found by walking a realm at run time, so that an API is fuzzed the day it lands. What each function
/// takes is found out by asking: it is called with values of every kind, and those it does not answer with a TypeError are its types.
/// </summary>
internal sealed class ApiSurface
{
    private const int FunctionsPerQuestion = 40;

    private static readonly string[] LeftOut =
    [
        // Ends nothing and gives something else every time.
        "Math.random",
        // Goes to the log, which has a limit of its own and tells nothing of the function.
        "console.clear",
    ];

    private ApiSurface(ApiFunction[] functions, ApiFunction[] nodeFunctions)
    {
        (Functions, AnyFunction) = (functions, Gen.Elements(functions));
        (NodeFunctions, AnyNodeFunction) = (nodeFunctions, Gen.Elements(nodeFunctions));
    }

    /// <summary>All functions, in the order of their paths.</summary>
    public IReadOnlyList<ApiFunction> Functions { get; }

    /// <summary>The functions of the modules that <c>nodejs_compat</c> brings. What they take was not asked.</summary>
    public IReadOnlyList<ApiFunction> NodeFunctions { get; }

    /// <summary>One of <see cref="Functions"/>.</summary>
    public Gen<ApiFunction> AnyFunction { get; }

    /// <summary>One of <see cref="NodeFunctions"/>.</summary>
    public Gen<ApiFunction> AnyNodeFunction { get; }

    /// <summary>Walks the realm.</summary>
    public static async Task<ApiSurface> WalkAsync()
    {
        using var arena = new Arena(Arena.Ample);
        var functions = Read(await arena.TryAskAsync(Resources.Text("walk.js"), allowsEval: true), 500);
        var nodeFunctions = Read(await arena.TryAskAsync(Resources.Text("walk-node.js"), allowsEval: false, FuzzCase.NodeFlags), 200);

        var asked = new List<ApiFunction>();
        foreach (var some in functions.Chunk(FunctionsPerQuestion))
        {
            if (await TryAskAsync(arena, some) is { } answers)
            {
                asked.AddRange(answers);
                continue;
            }

            // One of them used up what the question may: each for itself.
            foreach (var function in some)
            {
                asked.AddRange(await TryAskAsync(arena, [function]) ?? [function]);
            }
        }

        return new([.. asked], nodeFunctions);
    }

    private static ApiFunction[] Read((string? Text, string Failure) walked, int atLeast)
    {
        var functions = (walked.Text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split('\t'))
            .Where(static cells => cells.Length == 4 && !LeftOut.Contains(cells[0], StringComparer.Ordinal))
            .Select(static cells => new ApiFunction(cells[0], $"({cells[1]})", Math.Clamp(int.Parse(cells[2], CultureInfo.InvariantCulture), 0, 7), cells[3] == "1"))
            .ToArray();
        return functions.Length >= atLeast
            ? functions
            : throw new InvalidOperationException($"Only {functions.Length} functions were found in the realm: the walk does not walk any more. {walked.Failure}{walked.Text}");
    }

    private static async Task<IEnumerable<ApiFunction>?> TryAskAsync(Arena arena, ApiFunction[] functions)
    {
        if (await arena.TryAskAsync(Questions(functions), allowsEval: false) is not { Text: { } text })
        {
            return null;
        }

        var answers = text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split(' ')).Where(static cells => cells.Length == 3).ToLookup(static cells => int.Parse(cells[0], CultureInfo.InvariantCulture), static cells => cells);
        return functions.Select((function, index) => function with
        {
            Accepts = [.. answers[index].Where(static cells => cells[2] != "TypeError").Select(static cells => Enum.Parse<Kind>(cells[1])).Distinct()],
        });
    }

    private static string Questions(ApiFunction[] functions)
    {
        var kinds = string.Join(",\n", Values.Kinds.Select(static kind => $"  ['{kind}', () => ({Values.Sample(kind)})]"));
        var list = string.Join(",\n", functions.Select(static (f, index) => $"  [{index}, () => {f.Path}, () => {f.Receiver}]"));
        return $$"""
            const kinds = [
            {{kinds}}
            ];
            const functions = [
            {{list}}
            ];
            export default { async fetch(request, env, ctx) {
              const lines = [], { apply } = Reflect, RealPromise = Promise, AnswerOf = Response;
              for (const [index, find, receiver] of functions) for (const [kind, make] of kinds) {
                let answer = 'ok';
                try { const r = apply(find(), receiver(), [make()]); if (r instanceof RealPromise) r.catch(() => {}); } catch (e) { try { answer = e instanceof TypeError ? 'TypeError' : 'other'; } catch { } }
                lines[lines.length] = index + ' ' + kind + ' ' + answer;
              }
              return new AnswerOf(lines.reduce((a, b) => a + '\n' + b, ''));
            } };
            """;
    }
}
