using System.Reflection;
using FuelProbe;

namespace PureEdge.Limits.Tests.Fuel;

/// <summary>The programs of <c>recorded.txt</c>.</summary>
internal static class Recorded
{
    public static string File { get; } = Path.Combine(AppContext.BaseDirectory, "Fuel", "recorded.txt");

    public static IReadOnlyList<RecordedProgram> Programs { get; } = RecordedProgram.Read(File);

    /// <summary>Those that cost always the same.</summary>
    public static IReadOnlyList<RecordedProgram> Steady { get; } = [.. Programs.Where(program => program.Varies is null)];

    /// <summary>Debt: those that do not, each with the reason. Their fuel is not compared until that is mended.</summary>
    public static IReadOnlyList<RecordedProgram> Varying { get; } = [.. Programs.Where(program => program.Varies is not null)];

    /// <summary>FuelProbe, as the build makes it.</summary>
    public static string Probe { get; } =
        typeof(Recorded).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "FuelProbe").Value!;
}
