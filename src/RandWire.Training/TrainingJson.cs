using System.Text.Json.Serialization;
using RandWire.Training.Data;

namespace RandWire.Training;

/// <summary>Readers and writers of JSON, made at build time.</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TrainingState))]
[JsonSerializable(typeof(DataIdentity))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class TrainingJson : JsonSerializerContext;
