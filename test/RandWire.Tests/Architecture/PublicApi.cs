using System.Reflection;
using System.Text;

namespace RandWire.Tests.Architecture;

/// <summary>What an assembly offers to others, one line a member, in an order that no compiler decides.</summary>
internal static class PublicApi
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    // Every record has them, and they say nothing of it.
    private static readonly HashSet<string> OfEveryRecord = ["PrintMembers", "get_EqualityContract", "<Clone>$", "Deconstruct", "op_Equality", "op_Inequality", "Equals", "GetHashCode", "ToString"];

    public static string Of(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(static type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type));
            if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType) && parent != typeof(Enum)) text.Append(" : ").Append(Name(parent));
            text.Append('\n');
            foreach (string member in type.GetMembers(Own).Select(Member).OfType<string>().Distinct().Order(StringComparer.Ordinal)) text.Append("  ").Append(member).Append('\n');
        }
        return text.ToString();
    }

    private static string Kind(Type type) => type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";

    private static string? Member(MemberInfo member) => member switch
    {
        FieldInfo { IsPublic: true, IsSpecialName: false } field => field.IsLiteral
            ? $"const {Name(field.FieldType)} {field.Name} = {Convert.ToString(field.GetRawConstantValue(), System.Globalization.CultureInfo.InvariantCulture)}"
            : $"{Name(field.FieldType)} {field.Name}",
        PropertyInfo property when Visible(property.GetMethod) || Visible(property.SetMethod) =>
            $"{(Static(property.GetMethod) ? "static " : "")}{Name(property.PropertyType)} {property.Name} {{ {(Visible(property.GetMethod) ? "get; " : "")}{Setter(property.SetMethod)}}}",
        ConstructorInfo constructor when Visible(constructor) && !IsCopy(constructor) => $"new({Parameters(constructor)})",
        MethodInfo method when Visible(method) && !method.IsSpecialName && !OfEveryRecord.Contains(method.Name) && !method.Name.Contains('.', StringComparison.Ordinal) =>
            $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}{Generic(method)}({Parameters(method)})",
        MethodInfo { IsSpecialName: true, IsPublic: true } method when method.Name.StartsWith("op_", StringComparison.Ordinal) && !OfEveryRecord.Contains(method.Name) =>
            $"static {Name(method.ReturnType)} {method.Name}({Parameters(method)})",
        EventInfo shown when Visible(shown.AddMethod) => $"event {shown.Name}",
        _ => null,
    };

    private static bool IsCopy(ConstructorInfo constructor) => constructor.GetParameters() is [{ } only] && only.ParameterType == constructor.DeclaringType;

    private static bool Visible(MethodBase? method) => method is not null && (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly);

    private static bool Static(MethodBase? method) => method?.IsStatic ?? false;

    private static string Setter(MethodInfo? setter) => !Visible(setter) ? ""
        : setter!.ReturnParameter.GetRequiredCustomModifiers().Any(static modifier => modifier.Name == "IsExternalInit") ? "init; " : "set; ";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(static parameter =>
        $"{(parameter.IsOut ? "out " : "")}{Name(parameter.ParameterType)} {parameter.Name}{(parameter.HasDefaultValue ? " = " + (parameter.DefaultValue is null ? "default" : Convert.ToString(parameter.DefaultValue, System.Globalization.CultureInfo.InvariantCulture)) : "")}"));

    private static string Generic(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(static type => type.Name))}>" : "";

    private static string Name(Type type)
    {
        if (type.IsByRef) return Name(type.GetElementType()!);
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        if (Nullable.GetUnderlyingType(type) is { } inner) return Name(inner) + "?";
        if (type.IsGenericParameter) return type.Name;
        string name = type.IsNested && !type.IsGenericParameter ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Namespace?.StartsWith("RandWire", StringComparison.Ordinal) == true ? $"{type.Namespace}.{type.Name}" : type.Name;
        int tick = name.IndexOf('`', StringComparison.Ordinal);
        return tick < 0 || !type.IsGenericType ? name : $"{name[..tick]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
