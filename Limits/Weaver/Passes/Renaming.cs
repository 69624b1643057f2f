using Mono.Cecil;

namespace PureEdge.Weaver.Passes;

/// <summary>
/// The woven assemblies have names of their own, so that nobody takes them for the originals or loads both as one; they are not
/// signed, and see each other's internals as the originals do.
/// </summary>
internal static class Renaming
{
    private const string Prefix = "PureEdge.";

    public static void Weave(AssemblySet assemblies)
    {
        var names = assemblies.Modules.Select(module => module.Assembly.Name.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var module in assemblies.Modules)
        {
            RenameFriends(module.Assembly, names);
            var name = module.Assembly.Name;
            name.Name = Prefix + name.Name;
            name.PublicKey = [];
            name.HasPublicKey = false;
            module.Name = name.Name + ".dll";
            module.Attributes &= ~ModuleAttributes.StrongNameSigned;
        }

        foreach (var reference in assemblies.Modules.SelectMany(module => module.AssemblyReferences).Where(reference => names.Contains(reference.Name)))
        {
            reference.Name = Prefix + reference.Name;
            reference.PublicKeyToken = [];
        }
    }

    private static void RenameFriends(AssemblyDefinition assembly, HashSet<string> names)
    {
        foreach (var attribute in assembly.CustomAttributes.Where(attribute => attribute.AttributeType.Name == "InternalsVisibleToAttribute").ToList())
        {
            var friend = ((string)attribute.ConstructorArguments[0].Value).Split(',')[0];
            if (names.Contains(friend))
            {
                attribute.ConstructorArguments[0] = new(assembly.MainModule.TypeSystem.String, Prefix + friend);
            }
            else
            {
                assembly.CustomAttributes.Remove(attribute);
            }
        }
    }
}
