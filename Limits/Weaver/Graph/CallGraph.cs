using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PureEdge.Weaver.Graph;

/// <summary>
/// Who may call whom, rather too much than too little: a virtual call reaches every override below the declared type, a delegate
/// every method whose address was ever put into a delegate of that type, a collection or sort of the class library the comparers.
/// </summary>
internal sealed class CallGraph
{
    private static readonly string[] Comparisons = ["Equals/1", "GetHashCode/0", "CompareTo/1", "Compare/2", "Equals/2", "GetHashCode/1"];

    private readonly AssemblySet _assemblies;
    private readonly TypeHierarchy _hierarchy = new();
    private readonly HashSet<MethodDefinition> _methods;
    private readonly Dictionary<string, List<MethodDefinition>> _virtualByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<MethodDefinition>> _delegateTargets = new(StringComparer.Ordinal);
    private readonly Dictionary<MethodDefinition, IReadOnlyList<MethodDefinition>> _callees = [];

    public CallGraph(AssemblySet assemblies)
    {
        _assemblies = assemblies;
        _methods = [.. assemblies.Methods];
        foreach (var method in assemblies.Methods)
        {
            if (method.IsVirtual)
            {
                AddTo(_virtualByName, KeyOf(method), method);
            }

            AddDelegateTargets(method);
        }

        foreach (var method in assemblies.Methods)
        {
            _callees[method] = [.. CalleesOf(method).Distinct()];
        }
    }

    public IReadOnlyList<MethodDefinition> Methods => _assemblies.Methods;

    public IReadOnlyList<MethodDefinition> Callees(MethodDefinition method) => _callees[method];

    private static string KeyOf(MethodReference method)
    {
        // An explicit implementation is named after its interface.
        var dot = method.Name.LastIndexOf('.');
        return $"{(dot > 0 ? method.Name[(dot + 1)..] : method.Name)}/{method.Parameters.Count}";
    }

    private static void AddTo(Dictionary<string, List<MethodDefinition>> map, string key, MethodDefinition method)
    {
        if (!map.TryGetValue(key, out var list))
        {
            map[key] = list = [];
        }

        list.Add(method);
    }

    private void AddDelegateTargets(MethodDefinition method)
    {
        foreach (var instruction in method.Body.Instructions)
        {
            if (instruction.OpCode.Code is Code.Ldftn or Code.Ldvirtftn
                && instruction.Next is { OpCode.Code: Code.Newobj, Operand: MethodReference constructor }
                && _assemblies.Find((MethodReference)instruction.Operand) is { HasBody: true } target)
            {
                AddTo(_delegateTargets, constructor.DeclaringType.GetElementType().FullName, target);
            }
        }
    }

    private IEnumerable<MethodDefinition> CalleesOf(MethodDefinition method) =>
        from instruction in method.Body.Instructions
        where instruction.Operand is MethodReference && instruction.OpCode.Code != Code.Ldtoken
        from callee in Reached(instruction, (MethodReference)instruction.Operand)
        select callee;

    private IEnumerable<MethodDefinition> Reached(Instruction instruction, MethodReference reference)
    {
        if (reference.DeclaringType is ArrayType)
        {
            return [];
        }

        return _assemblies.IsOwn(reference.DeclaringType) ? ReachedInside(instruction, reference) : ReachedThroughLibrary(instruction, reference);
    }

    private IEnumerable<MethodDefinition> ReachedInside(Instruction instruction, MethodReference reference)
    {
        if (reference.Resolve() is not { } target)
        {
            yield break;
        }

        if (target.DeclaringType.BaseType?.FullName == "System.MulticastDelegate")
        {
            foreach (var each in target.Name == "Invoke" ? TargetsOf(target.DeclaringType.FullName) : [])
            {
                yield return each;
            }

            yield break;
        }

        if (_methods.Contains(target))
        {
            yield return target;
        }

        var isVirtual = instruction.OpCode.Code is Code.Callvirt or Code.Ldvirtftn || instruction.Previous?.OpCode.Code == Code.Constrained;
        if (isVirtual && target.IsVirtual)
        {
            foreach (var each in OverridesOf(KeyOf(target), target.DeclaringType.FullName).Where(method => MayOverride(method, target)))
            {
                yield return each;
            }
        }
    }

    // An overload of the same number of parameters is no override: only where a type is a parameter itself, any may stand for it.
    private static bool MayOverride(MethodDefinition method, MethodDefinition target) =>
        method.Parameters.Zip(target.Parameters).All(static pair =>
            pair.First.ParameterType.ContainsGenericParameter || pair.Second.ParameterType.ContainsGenericParameter
            || pair.First.ParameterType.FullName == pair.Second.ParameterType.FullName);

    private IEnumerable<MethodDefinition> ReachedThroughLibrary(Instruction instruction, MethodReference reference)
    {
        var type = reference.DeclaringType.GetElementType();
        var name = type.FullName;
        var key = KeyOf(reference);
        var isVirtual = instruction.OpCode.Code == Code.Callvirt;
        if (MeteringMembers.IsMetering(type))
        {
            // A wrapper calls what the member it stands for calls; its first parameter is the object.
            if (MeteringMembers.Replaced(type) is not { } replaced)
            {
                return [];
            }

            name = replaced;
            key = $"{reference.Name}/{reference.Parameters.Count - 1}";
            isVirtual = true;
        }

        else if (name == "System.Object" && reference is { HasThis: false, Name: "Equals" })
        {
            key = "Equals/1";
            isVirtual = true;
        }

        var reached = Enumerable.Empty<MethodDefinition>();
        if (reference.Name == "Invoke")
        {
            reached = reached.Concat(TargetsOf(name));
        }

        if (isVirtual)
        {
            var isLibraryValue = instruction.Previous is { OpCode.Code: Code.Constrained, Operand: TypeReference constraint }
                && constraint is not GenericParameter && !_assemblies.IsOwn(constraint);
            reached = reached.Concat(isLibraryValue && name == "System.Object" ? [] : OverridesOf(key, name));
        }

        if (name.StartsWith("System.Collections", StringComparison.Ordinal) || name.StartsWith("System.Linq", StringComparison.Ordinal) || name == "System.Array")
        {
            reached = reached.Concat(ComparersOf(reference)).Concat(DelegatesOf(reference));
        }

        if (MakesText(name, reference))
        {
            reached = reached.Concat(OverridesOf("ToString/0", "Jint.Native.JsValue"));
        }

        return reached;
    }

    private IEnumerable<MethodDefinition> ComparersOf(MethodReference reference)
    {
        var name = reference.FullName;
        return from key in Comparisons
               from method in _virtualByName.GetValueOrDefault(key, [])
               where name.Contains(method.DeclaringType.FullName, StringComparison.Ordinal) || name.Contains("Jint.Native.JsValue", StringComparison.Ordinal)
                   || _hierarchy.Supertypes(method.DeclaringType).Any(type => type.Contains("IEqualityComparer", StringComparison.Ordinal) || type.Contains("IComparer", StringComparison.Ordinal))
               select method;
    }

    // A library member that takes a delegate calls it.
    private IEnumerable<MethodDefinition> DelegatesOf(MethodReference reference) =>
        reference.Parameters.SelectMany(parameter => TargetsOf(parameter.ParameterType.GetElementType().FullName));

    private bool MakesText(string type, MethodReference reference) =>
        ((type == "System.String" && reference.Name is "Concat" or "Join" or "Format") || reference.Name == "AppendFormatted" || (type == "System.Text.StringBuilder" && reference.Name == "Append"))
        && (reference.Parameters.Any(parameter => parameter.ParameterType.FullName.Contains("Object", StringComparison.Ordinal))
            || (reference is GenericInstanceMethod generic && generic.GenericArguments.Any(_assemblies.IsOwn)));

    private List<MethodDefinition> TargetsOf(string delegateType) => _delegateTargets.GetValueOrDefault(delegateType, []);

    private IEnumerable<MethodDefinition> OverridesOf(string key, string type) =>
        _virtualByName.GetValueOrDefault(key, []).Where(method => type == "System.Object" || _hierarchy.Supertypes(method.DeclaringType).Contains(type));
}
