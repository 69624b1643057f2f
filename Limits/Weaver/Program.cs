using System.Diagnostics;
using PureEdge.Weaver;
using PureEdge.Weaver.Review;

// The build calls this; see Limits/README.md. Exit status: 0 woven and verified, 1 something is not metered, 2 wrong arguments.
if (WeaverArguments.Parse(args) is not { } arguments)
{
    Console.Error.WriteLine(WeaverArguments.Usage);
    return 2;
}

var watch = Stopwatch.StartNew();
using var assemblies = AssemblySet.Read(arguments.Inputs, arguments.Metering);
var reviewed = ReviewedCalls.Read(arguments.LibraryCalls);
if (arguments.Update)
{
    return reviewed.Update(arguments.LibraryCalls, LibraryReference.AllOf(assemblies));
}

var problems = reviewed.Compare(LibraryReference.AllOf(assemblies)).ToList();
if (problems.Count == 0)
{
    var summary = new Weaving(assemblies, reviewed).Run();
    assemblies.Write(arguments.Output);
    problems = Verifying.Run(assemblies, arguments, reviewed);
    Console.WriteLine($"{summary}; {watch.ElapsedMilliseconds} ms");
}

foreach (var problem in problems)
{
    // The form that the build and an IDE show as an error.
    Console.Error.WriteLine($"PureEdge.Weaver : error PEW001: {problem}");
}

if (problems.Count > 0)
{
    assemblies.Delete(arguments.Output);
}

return problems.Count == 0 ? 0 : 1;
