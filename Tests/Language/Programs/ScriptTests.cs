using PureEdge.Language.Tests.Differences;
using PureEdge.Language.Tests.Interpreters;
using Xunit.Abstractions;

namespace PureEdge.Language.Tests.Programs;

/// <summary>
/// Small programs, of which a file has many, with an empty line between them. Each runs as it is, in strict mode, and by direct
/// eval in an async function: three ways through the interpreter.
/// </summary>
public class ScriptTests(ITestOutputHelper output)
{
    private const string Kind = "script: ";

    private static IEnumerable<(string Name, string Source)> Programs =>
        from file in Directory.EnumerateFiles(Path.Combine(Observer.Folder, "Programs", "Scripts"), "*.js").Order(StringComparer.Ordinal)
        from program in ProgramFile.Split(File.ReadAllLines(file))
        let name = $"{Kind}{Path.GetFileNameWithoutExtension(file)}:{program.Line}"
        from way in new[]
        {
            (name, program.Source),
            (name + " strict", $"'use strict'; {program.Source}"),
            (name + " eval", $"(async () => eval({System.Text.Json.JsonSerializer.Serialize(program.Source)}))()"),
        }
        select way;

    [Fact]
    public void Every_program_does_the_same_in_both()
    {
        var programs = Programs.ToList();
        var (plain, metered) = LargeStack.OnBoth(interpreter => programs.ConvertAll(program =>
        {
            using var realm = interpreter.NewRealm();
            return realm.RunScript(program.Source);
        }));
        var checks = programs.Select((program, i) => new Check(program.Name, plain[i], metered[i])).ToList();
        output.WriteLine($"{checks.Count} runs of programs, {checks.Count(x => x.Differs)} differ");
        ExpectedDifferences.Load().AssertNoFaults(Kind, checks);
        Assert.InRange(checks.Count, 500, int.MaxValue);
        // Programs that the parser refuses in every way would compare nothing but messages: most are meant to run.
        Assert.InRange(checks.Count(x => !x.Plain.StartsWith("throws :SyntaxError", StringComparison.Ordinal)), checks.Count * 9 / 10, checks.Count);
    }
}
