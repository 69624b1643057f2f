using System.Text;
using Xunit.Abstractions;

namespace PureEdge.Conformance.Tests.Programs;

/// <summary>Real programs: the same bundle, the same requests, in workerd and in PureEdge.</summary>
[Collection(ProgramsCollection.Name)]
public sealed class ProgramTests(ProgramsFixture fixture, ITestOutputHelper output)
{
    // The floor: with debt and all, so many must pass.
    private const int LeastPassing = 18;

    // How V8 words its own errors. PureEdge words them otherwise and may, so a program whose answer has one compares nothing.
    private static readonly string[] EngineWords = ["Cannot read properties of", "Cannot set properties of", "is not a function", "is not a constructor", "is not iterable", "is not defined", "Unexpected token", "Unexpected end of JSON", "Maximum call stack"];

    private static readonly string[] All = [.. ProgramCatalog.Names, .. ProgramCatalog.WasmNames];

    public static TheoryData<string> Programs => [.. All];

    [SkippableTheory, MemberData(nameof(Programs))]
    public async Task A_program_answers_in_PureEdge_as_it_does_in_workerd(string program)
    {
        fixture.RequireTools();
        Skip.If(PureEdgeServer.Assembly is null, "PureEdge.Cli is missing: the solution has no Host/Cli yet.");

        await using PureEdgeServer product = new();
        string? differences;
        try
        {
            Uri address = await product.ServeAsync(program, fixture.ServedOf(program));
            differences = await AnswerComparison.CompareAsync(program, ProgramCatalog.RequestsOf(program), fixture.ReferenceOf(program), address);
        }
        catch (InvalidOperationException error)
        {
            differences = error.Message;
        }

        string? failure = Expectations.Load().Judge(program, differences);
        if (failure is not null)
        {
            Assert.Fail(failure);
        }

        if (differences is not null)
        {
            output.WriteLine("Fails as expectations.json says:\n" + differences);
        }
    }

    [SkippableTheory, MemberData(nameof(Programs))]
    public async Task A_program_gives_real_answers_in_workerd(string program)
    {
        fixture.RequireTools();

        bool anyContent = false;
        foreach (ProgramRequest request in ProgramCatalog.RequestsOf(program))
        {
            ProgramAnswer answer = await ProgramAnswer.AskAsync(fixture.ReferenceOf(program), program, request);
            string body = Encoding.UTF8.GetString(answer.Body);
            Assert.True(answer.Status < 500, $"{program}: {request} gave {answer.Status} {body}\n{fixture.ReferenceLog}");
            Assert.DoesNotContain(EngineWords, x => body.Contains(x, StringComparison.Ordinal));
            anyContent |= answer.Status == 200 && answer.Body.Length > 0;
        }

        Assert.True(anyContent, $"{program} gave no 200 with content.");
    }

    [SkippableTheory, MemberData(nameof(Programs))]
    public async Task A_program_answers_the_second_time_as_it_did_the_first(string program)
    {
        fixture.RequireTools();

        Uri reference = fixture.ReferenceOf(program);
        Assert.Null(await AnswerComparison.CompareAsync(program, ProgramCatalog.RequestsOf(program), reference, reference));
    }

    [Fact]
    public void Every_program_has_at_least_three_requests_and_every_list_a_program()
    {
        Assert.Equal(ProgramCatalog.Names, ProgramCatalog.NamesWithRequests);
        Assert.All(All, x => Assert.True(ProgramCatalog.RequestsOf(x).Count >= 3, x));
    }

    [Fact]
    public void Every_expectation_names_one_program_and_its_reason() => Assert.Empty(Expectations.Load().Faults(All));

    [Fact]
    public void At_least_eighteen_programs_are_expected_to_pass() =>
        Assert.True(ProgramCatalog.Names.Count - Expectations.Load().All.Count() >= LeastPassing, "Too many programs are in expectations.json.");

    [Fact]
    public void The_lock_file_names_no_registry() => Assert.DoesNotContain("\"resolved\"", File.ReadAllText(Path.Combine(ProgramCatalog.Folder, "package-lock.json")), StringComparison.Ordinal);
}
