namespace FuelProbe;

/// <summary>Runs recorded programs and compares what they cost with what was recorded.</summary>
internal static class ProgramRuns
{
    public static int Run(string file, int passes, string[] names)
    {
        var programs = Programs(file, names);
        var status = 0;
        for (var pass = 1; pass <= passes; pass++)
        {
            foreach (var program in programs)
            {
                status |= Compare(program, FuelRun.Of(program.Source), pass);
            }
        }

        return status;
    }

    public static int RunRepeated(string file, int times, string[] names)
    {
        foreach (var program in Programs(file, names))
        {
            foreach (var (run, index) in FuelRun.Repeated(program.Source, times).Select((run, index) => (run, index)))
            {
                Write(program, index + 1, run);
            }
        }

        return 0;
    }

    public static int RunKilled(string file, int seed)
    {
        var programs = RecordedProgram.Read(file).ToArray();
        var random = new Random(seed);
        random.Shuffle(programs);
        var status = 0;
        foreach (var program in programs.Where(program => program.Fuel > 0))
        {
            // In the middle of what it does for the first time in this process.
            if (FuelRun.Killed(program.Source, random.NextInt64(program.Fuel)).Kill is null)
            {
                Console.Error.WriteLine($"'{program.Name}' was not killed.");
                status = 1;
            }
        }

        return status | Run(file, 1, [.. programs.Select(program => program.Name)]);
    }

    private static int Compare(RecordedProgram program, FuelRun run, int pass)
    {
        Write(program, pass, run);
        if (run.Failure is not null)
        {
            Console.Error.WriteLine($"'{program.Name}' failed at pass {pass}: {run.Answer}");
            return 1;
        }

        if (run.Fuel == program.Fuel || program.Varies is not null)
        {
            return 0;
        }

        Console.Error.WriteLine($"'{program.Name}' cost {run.Fuel} at pass {pass}, and not {program.Fuel}.");
        return 1;
    }

    private static void Write(RecordedProgram program, int pass, FuelRun run) =>
        Console.WriteLine($"{program.Name}\t{pass}\t{run.Fuel}\t{run.Steps}");

    private static IReadOnlyList<RecordedProgram> Programs(string file, string[] names)
    {
        var all = RecordedProgram.Read(file);
        return names.Length == 0 ? all : [.. names.Select(name => all.FirstOrDefault(each => each.Name == name) ?? throw new ArgumentException($"'{name}' is not in the file."))];
    }
}
