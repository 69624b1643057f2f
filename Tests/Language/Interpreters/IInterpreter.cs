namespace PureEdge.Language.Tests.Interpreters;

/// <summary>One of the two interpreters that are compared.</summary>
internal interface IInterpreter
{
    /// <returns><c>accepted</c>, or <c>refused</c> with the place and the message.</returns>
    string Parse(string source, bool isModule);

    /// <summary>A fresh realm, to be used and disposed on one thread.</summary>
    IRealm NewRealm();
}
