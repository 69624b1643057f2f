namespace PureEdge.Fuzz.Commands;

/// <summary>How the command ends.</summary>
internal static class ExitStatus
{
    public const int NothingFound = 0;
    public const int Findings = 1;
    public const int WrongArguments = 2;
}
