using PureEdge.Language.Tests.Differences;
using PureEdge.Language.Tests.Interpreters;

namespace PureEdge.Language.Tests.Programs;

/// <summary>Programs of several modules.</summary>
public class ModuleTests
{
    private const string Kind = "module: ";

    [Fact]
    public void Every_program_of_modules_does_the_same_in_both()
    {
        var files = Directory.GetFiles(Path.Combine(Observer.Folder, "Programs", "Modules"), "*.js");
        Assert.NotEmpty(files);
        var (plain, metered) = LargeStack.OnBoth(interpreter => files.Select(file =>
        {
            using var realm = interpreter.NewRealm();
            return realm.RunModules(ProgramFile.Modules(File.ReadAllText(file)));
        }).ToList());
        ExpectedDifferences.Load().AssertNoFaults(Kind, [.. files.Select((file, i) => new Check(Kind + Path.GetFileNameWithoutExtension(file), plain[i], metered[i]))]);
    }
}
