using System.Globalization;
using System.Text;

namespace FuelProbe;

/// <summary>
/// A program and what it costs, as a file of them says: <c>== name fuel</c>, and below it the program up to the next such line.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Fuel">What it costs.</param>
/// <param name="Source">The program.</param>
/// <param name="Varies">Debt: why it does not always cost the same, which stands behind <c>varies:</c> after the fuel; else <see langword="null"/>.</param>
internal sealed record RecordedProgram(string Name, long Fuel, string Source, string? Varies = null)
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
                var varies = heading is [_, _, "varies:", .. var reason] ? string.Join(' ', reason) : null;
                programs.Add(new(heading[0], long.Parse(heading[1], CultureInfo.InvariantCulture), source.ToString().Trim(), varies));
            }

            heading = line.Length > Mark.Length ? line[Mark.Length..].Split(' ') : [];
            source.Clear();
        }

        return programs;
    }

    /// <summary>Writes the file again with other numbers: everything else stays as it is, byte for byte.</summary>
    public static void Rewrite(string from, string to, IReadOnlyDictionary<string, long> fuel)
    {
        var lines = File.ReadAllLines(from).Select(line => line.StartsWith(Mark, StringComparison.Ordinal) ? Heading(line[Mark.Length..].Split(' ', 3)) : line);
        File.WriteAllText(to, string.Concat(lines.Select(line => line + '\n')));

        string Heading(string[] words)
        {
            words[1] = fuel[words[0]].ToString(CultureInfo.InvariantCulture);
            return Mark + string.Join(' ', words);
        }
    }

    /// <summary>Writes programs, such as generated ones, for a probe.</summary>
    public static void Write(string file, IEnumerable<RecordedProgram> programs) =>
        File.WriteAllText(file, string.Concat(programs.Select(program => $"{Mark}{program.Name} {program.Fuel}\n{program.Source}\n")));
}
