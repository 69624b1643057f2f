namespace PureEdge.Weaver;

/// <summary>What the build tells the weaver.</summary>
internal sealed record WeaverArguments(IReadOnlyList<string> Inputs, string Metering, string LibraryCalls, string Output, bool Update)
{
    public const string Usage = """
        usage: PureEdge.Weaver --input ASSEMBLY... --metering ASSEMBLY --calls FOLDER --output FOLDER [--update]
          --input     an assembly to weave; those it references first
          --metering  PureEdge.Metering.dll
          --calls     the folder of reviewed library calls
          --output    where the woven assemblies go
          --update    instead of weaving, adds unknown references to the review as "unreviewed" and removes unused ones
        """;

    public static WeaverArguments? Parse(string[] args)
    {
        var inputs = new List<string>();
        string? metering = null, calls = null, output = null;
        var update = false;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--update")
            {
                update = true;
                continue;
            }

            if (i + 1 == args.Length)
            {
                return null;
            }

            var value = args[++i];
            switch (args[i - 1])
            {
                case "--input": inputs.Add(value); break;
                case "--metering": metering = value; break;
                case "--calls": calls = value; break;
                case "--output": output = value; break;
                default: return null;
            }
        }

        return inputs.Count > 0 && metering is not null && calls is not null && output is not null
            ? new(inputs, metering, calls, output, update)
            : null;
    }
}
