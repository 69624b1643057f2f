using System.Text.RegularExpressions;

namespace PureEdge.Contract.Tests;

/// <summary>Inside a project, folders are rooms, and doors open one way.</summary>
public sealed class RoomsTests
{
    [Theory]
    [InlineData("Engine/Interop", "PureEdge.Engine", "Bindings", "Events", "Isolates", "Modules", "Scripts", "WebApi")]
    [InlineData("Engine/WebApi", "PureEdge.Engine", "Bindings", "Isolates", "Events")]
    [InlineData("Engine/Bindings", "PureEdge.Engine", "Isolates", "Events")]
    [InlineData("Engine/Scripts", "PureEdge.Engine", "Isolates", "Events")]
    [InlineData("Engine/Modules", "PureEdge.Engine", "Isolates", "Events")]
    [InlineData("Engine/Isolates", "PureEdge.Engine", "Events")]
    [InlineData("Host/AspNetCore/Model", "PureEdge.AspNetCore", "Routing", "Pipeline", "Bindings", "Deploy", "Api", "Serving")]
    [InlineData("Host/AspNetCore/Bindings", "PureEdge.AspNetCore", "Routing", "Pipeline", "Deploy", "Api", "Serving")]
    [InlineData("Host/AspNetCore/Deploy", "PureEdge.AspNetCore", "Pipeline", "Api", "Serving")]
    [InlineData("Host/AspNetCore/Api", "PureEdge.AspNetCore", "Pipeline", "Serving")]
    [InlineData("Host/AspNetCore/Routing", "PureEdge.AspNetCore", "Pipeline")]
    public void A_room_uses_only_the_rooms_below_it(string room, string root, params string[] forbidden)
    {
        var files = Repository.CSharpFiles.Where(file => file.StartsWith(room + "/", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(files);
        Repository.AssertNone(
            from file in files
            from line in Repository.CodeLines(file)
            from other in forbidden
            where Uses(line.Code, root, room, other)
            select $"{file}:{line.Number} uses {other}: {line.Code.Trim()}",
            $"{room} must not know {string.Join(", ", forbidden)}.");
    }

    [Fact]
    public void Bindings_do_not_know_each_other()
    {
        var slices = Repository.CSharpFiles.Where(file => file.StartsWith("Host/AspNetCore/Bindings/", StringComparison.Ordinal))
            .Select(file => file.Split('/')[3]).Where(name => !name.EndsWith(".cs", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal).ToList();
        Assert.NotEmpty(slices);
        Repository.AssertNone(
            from file in Repository.CSharpFiles
            from slice in slices
            where file.StartsWith($"Host/AspNetCore/Bindings/{slice}/", StringComparison.Ordinal)
            from line in Repository.CodeLines(file)
            from other in slices
            where other != slice && Uses(line.Code, "PureEdge.AspNetCore.Bindings", $"Host/AspNetCore/Bindings/{slice}", other)
            select $"{file}:{line.Number} uses {other}: {line.Code.Trim()}",
            "A kind of binding is a slice of its own.");
    }

    [Theory]
    [InlineData("using PureEdge.Engine.Isolates;", true)]
    [InlineData("using Room = PureEdge.Engine.Isolates.Isolate;", true)]
    [InlineData("var x = new Isolates.Isolate();", true)]
    [InlineData("Engine.Isolates.Isolate x;", true)]
    [InlineData("using PureEdge.Engine.WebApi.Isolates;", false)]
    [InlineData("var x = this.Isolates.Count;", false)]
    [InlineData("IsolatesOf(x).Y();", false)]
    public void A_use_is_seen_in_every_spelling(string code, bool isUse) =>
        Assert.Equal(isUse, Uses(code, "PureEdge.Engine", "Engine/WebApi", "Isolates"));

    [Fact]
    public void A_room_of_the_same_name_further_in_is_not_the_outer_one()
    {
        Assert.False(Uses("Events.JsEvent x;", "PureEdge.Engine", "Engine/WebApi", "Events"));
        Assert.True(Uses("Events.FetchTurn x;", "PureEdge.Engine", "Engine/Interop", "Events"));
    }

    private static bool Uses(string code, string root, string room, string other)
    {
        var last = root[(root.LastIndexOf('.') + 1)..];
        // A name that starts at the room: only where the room has no folder of that name itself, which would be meant instead.
        var bare = Directory.Exists(Repository.FullPath($"{room}/{other}")) ? "" : $"|{Regex.Escape(other)}\\.[A-Z]";
        return Regex.IsMatch(code, $@"(?<![\w.])({Regex.Escape(root)}\.{other}\b|{last}\.{other}\b{bare})");
    }
}
