namespace PureEdge.Language.Tests.Interpreters;

/// <summary>A realm with the observer of <c>observe.js</c> in it, which puts every outcome into words.</summary>
internal interface IRealm : IDisposable
{
    /// <summary>Whether something came out of the interpreter that no script can catch: take a new realm.</summary>
    bool IsOver { get; }

    /// <summary>Runs a script, which may <c>log</c>, and the jobs it leaves behind.</summary>
    /// <returns>What came of it.</returns>
    string RunScript(string source);

    /// <summary>Runs the first of some modules, given as specifier and source, and the jobs it leaves behind.</summary>
    /// <returns>What came of it: the module's exports.</returns>
    string RunModules(IReadOnlyList<(string Specifier, string Source)> modules);

    /// <summary>The paths of all functions that a script can reach from its globals, one a line.</summary>
    string Functions();

    /// <summary>Gets ready to call the function at <paramref name="path"/>.</summary>
    /// <returns>How many calls there are, as text.</returns>
    string Choose(string path);

    /// <summary>Makes a call of the chosen function, and runs the jobs it leaves behind.</summary>
    /// <returns>The call, and what came of it.</returns>
    (string Call, string Outcome) Call(int index);
}
