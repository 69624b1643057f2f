using System.Reflection;
using System.Runtime.Loader;
using PureEdge.Metering;
using PureEdge.Weaver;
using PureEdge.Weaver.Review;

namespace PureEdge.Limits.Tests.Weaver;

/// <summary>The sample assembly, as it is and woven.</summary>
internal sealed class WovenSample : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("weaver").FullName;

    public static string Original { get; } =
        typeof(WovenSample).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "WeaverSample").Value!;

    private static string Metering => typeof(Meter).Assembly.Location;

    public static AssemblySet Read(string file) => AssemblySet.Read([file], Metering);

    /// <summary>A review of the sample's library calls in which only those that matter to the tests are not constant.</summary>
    public static ReviewedCalls Review()
    {
        using var sample = Read(Original);
        var review = new ReviewedCalls();
        review.Read(
            "Sample.txt",
            LibraryReference.AllOf(sample).Select(reference => reference.Contains("PadLeft", StringComparison.Ordinal) ? $"worse {reference}" : $"constant {reference}").Prepend("# Of the sample."));
        return review;
    }

    /// <summary>Weaves the sample into a folder of its own.</summary>
    public string Weave()
    {
        using var sample = Read(Original);
        var folder = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        new Weaving(sample, Review()).Run();
        sample.Write(folder);
        return Path.Combine(folder, "PureEdge.WeaverSample.dll");
    }

    /// <summary>The woven type, loaded.</summary>
    public Type Load() =>
        new AssemblyLoadContext("sample", isCollectible: false).LoadFromStream(new MemoryStream(File.ReadAllBytes(Weave()))).GetType("WeaverSample.Sample", throwOnError: true)!;

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
