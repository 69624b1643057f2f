namespace PureEdge.Hostile.Tests.Attacks;

public sealed class ScriptTests
{
    [Theory]
    [InlineData("a/x.js", "Script")]
    [InlineData("a/x.gen.js", "GeneratedScript")]
    [InlineData("a/x.genm.js", "GeneratedModule")]
    [InlineData("a/x.multi.js", "Calls")]
    [InlineData("a/x.mjs", "Module")]
    public void The_ending_says_what_a_script_is(string name, string kind) => Assert.Equal(kind, Script.Parse(name, "1").Kind.ToString());

    [Fact]
    public void Another_ending_is_refused() => Assert.Throws<InvalidDataException>(() => Script.Parse("a/x.txt", "1"));

    [Fact]
    public void A_generator_gives_the_text_of_the_attack() => Assert.Equal("1+1+1", Script.Parse("a/x.gen.js", "'1'+'+1'.repeat(2)").Source);

    [Fact]
    public void Directives_are_read()
    {
        Assert.Equal(60, Script.Parse("a/x.multi.js", "//CALLS 60\nfunction main(){}").Calls);
        Assert.Equal(200, Script.Parse("a/x.multi.js", "function main(){}").Calls);
        Assert.True(Script.Parse("a/x.js", "//RELAXED\n1").IsRelaxed);
        Assert.False(Script.Parse("a/x.js", "1").IsRelaxed);
    }

    [Fact]
    public void Every_script_has_a_known_ending_and_its_generator_runs() =>
        Assert.All(ScriptCatalog.All.Where(script => script.Kind is ScriptKind.GeneratedScript or ScriptKind.GeneratedModule), script => Assert.NotEmpty(script.Source));

    [Fact]
    public void Every_name_of_the_sample_is_a_script_and_every_folder_has_one()
    {
        Assert.Equal([], ScriptCatalog.Sample.Except(ScriptCatalog.All.Select(script => script.Name), StringComparer.Ordinal));
        Assert.Equal([], ScriptCatalog.Folders.Except(ScriptCatalog.Sample.Select(name => name[..name.LastIndexOf('/')]), StringComparer.Ordinal));
    }
}
