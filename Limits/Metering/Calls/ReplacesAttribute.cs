namespace PureEdge.Metering.Calls;

/// <summary>
/// The methods of the class take the place of members of <paramref name="type"/> in woven code: same name (<c>New</c> for a
/// constructor), same parameters, the object first; type parameters of the type, then of the member, then who pays.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ReplacesAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}
