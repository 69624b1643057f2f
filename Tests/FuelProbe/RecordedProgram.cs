using System.Globalization;
using System.Text;

namespace FuelProbe;

/// <summary>A program and what it costs, as a file of them says: <c>== name fuel</c>, and below it the program up to the next such line.</summary>
internal sealed record RecordedProgram(string Name, long Fuel, string Source)
{
    private const string Mark = "== ";

    public static IReadOnlyList<RecordedProgram> Read(string file)
    {
        var programs = new List<RecordedProgram>();
        var source = new StringBuilder();
        string[] heading = [];
        foreach (var line in File.ReadLines(file).Append(Mark))
        {
            if (!line.StartsWith(Mark, StringComparison.Ordinal))
            {
                source.Append(line).Append('\n');
                continue;
            }

            if (heading.Length > 0)
            {
                programs.Add(new(heading[0], long.Parse(heading[1], CultureInfo.InvariantCulture), source.ToString().Trim()));
            }

            heading = line[Mark.Length..].Split(' ');
            source.Clear();
        }

        return programs;
    }

    /// <summary>Writes the file again with other numbers: everything else stays as it is, byte for byte.</summary>
    public static void Rewrite(string from, string to, IReadOnlyDictionary<string, long> fuel)
    {
        var lines = File.ReadAllLines(from).Select(line =>
            line.StartsWith(Mark, StringComparison.Ordinal) && line[Mark.Length..].Split(' ')[0] is var name ? $"{Mark}{name} {fuel[name]}" : line);
        File.WriteAllText(to, string.Concat(lines.Select(line => line + '\n')));
    }

    /// <summary>Writes programs, such as generated ones, for a probe.</summary>
    public static void Write(string file, IEnumerable<RecordedProgram> programs) =>
        File.WriteAllText(file, string.Concat(programs.Select(program => $"{Mark}{program.Name} {program.Fuel}\n{program.Source}\n")));
}
