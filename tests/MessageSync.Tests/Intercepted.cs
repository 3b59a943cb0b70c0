using System.Reflection;

namespace MessageSync.Tests;

/// <summary>Stands before something and may answer instead.</summary>
public class Intercepted<T> : DispatchProxy where T : class
{
    private T _inner = null!;
    private Func<MethodInfo, Func<object?>, object?> _answer = null!;

    internal static T Around(T inner, Func<MethodInfo, Func<object?>, object?> answer)
    {
        var proxy = Create<T, Intercepted<T>>();
        var own = (Intercepted<T>)(object)proxy;
        (own._inner, own._answer) = (inner, answer);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
        _answer(targetMethod!, () => targetMethod!.Invoke(_inner, BindingFlags.DoNotWrapExceptions, null, args, null));
}
