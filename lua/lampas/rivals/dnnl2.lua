--- What is oneDNN 2's own in its C interface: memory descriptors are plain structures, and an operation is described before it is made.
--
-- Both are kept as blocks of bytes, which the library fills and reads.
local ffi = require 'ffi'

ffi.cdef [[
typedef struct { int64_t words[128]; } lampas_dnnl_md;      /* a memory descriptor is smaller: 696 bytes */
typedef struct { int64_t words[1024]; } lampas_dnnl_desc;   /* an operation's descriptor: up to some 6000 bytes */

int dnnl_memory_desc_init_by_tag(void *md, int ndims, const int64_t *dims, int type, int tag);
int dnnl_primitive_desc_create(void **pd, const void *op, const void *attr, void *engine, const void *hint);
int dnnl_convolution_forward_desc_init(void *desc, int prop, int alg, const void *src, const void *weights, const void *bias, const void *dst,
   const int64_t *strides, const int64_t *before, const int64_t *after);
int dnnl_convolution_backward_data_desc_init(void *desc, int alg, const void *diff_src, const void *weights, const void *diff_dst,
   const int64_t *strides, const int64_t *before, const int64_t *after);
int dnnl_convolution_backward_weights_desc_init(void *desc, int alg, const void *src, const void *diff_weights, const void *diff_bias,
   const void *diff_dst, const int64_t *strides, const int64_t *before, const int64_t *after);
int dnnl_inner_product_forward_desc_init(void *desc, int prop, const void *src, const void *weights, const void *bias, const void *dst);
int dnnl_inner_product_backward_data_desc_init(void *desc, const void *diff_src, const void *weights, const void *diff_dst);
int dnnl_inner_product_backward_weights_desc_init(void *desc, const void *src, const void *diff_weights, const void *diff_bias,
   const void *diff_dst);
int dnnl_pooling_forward_desc_init(void *desc, int prop, int alg, const void *src, const void *dst, const int64_t *strides,
   const int64_t *kernel, const int64_t *before, const int64_t *after);
int dnnl_pooling_backward_desc_init(void *desc, int alg, const void *diff_src, const void *diff_dst, const int64_t *strides,
   const int64_t *kernel, const int64_t *before, const int64_t *after);
int dnnl_eltwise_forward_desc_init(void *desc, int prop, int alg, const void *data, float alpha, float beta);
int dnnl_eltwise_backward_desc_init(void *desc, int alg, const void *diff, const void *data, float alpha, float beta);
int dnnl_batch_normalization_forward_desc_init(void *desc, int prop, const void *data, float epsilon, unsigned flags);
int dnnl_batch_normalization_backward_desc_init(void *desc, int prop, const void *diff, const void *data, float epsilon, unsigned flags);
]]

local FORWARD, BACKWARD, AUTO, MAX, RELU, SCALE_AND_SHIFT = 64, 128, 3, 511, 31, 8 + 16

-- How each operation's descriptor is filled from memory descriptors and sizes by name.
local fill = {
   convolution_forward = function(C, d, o)
      return C.dnnl_convolution_forward_desc_init(d, FORWARD, AUTO, o.src, o.weights, o.bias, o.dst, o.strides, o.padding, o.padding)
   end,
   convolution_backward_data = function(C, d, o)
      return C.dnnl_convolution_backward_data_desc_init(d, AUTO, o.src, o.weights, o.dst, o.strides, o.padding, o.padding)
   end,
   convolution_backward_weights = function(C, d, o)
      return C.dnnl_convolution_backward_weights_desc_init(d, AUTO, o.src, o.weights, o.bias, o.dst, o.strides, o.padding, o.padding)
   end,
   inner_product_forward = function(C, d, o)
      return C.dnnl_inner_product_forward_desc_init(d, FORWARD, o.src, o.weights, o.bias, o.dst)
   end,
   inner_product_backward_data = function(C, d, o)
      return C.dnnl_inner_product_backward_data_desc_init(d, o.src, o.weights, o.dst)
   end,
   inner_product_backward_weights = function(C, d, o)
      return C.dnnl_inner_product_backward_weights_desc_init(d, o.src, o.weights, o.bias, o.dst)
   end,
   pooling_forward = function(C, d, o)
      return C.dnnl_pooling_forward_desc_init(d, FORWARD, MAX, o.src, o.dst, o.strides, o.kernel, o.padding, o.padding)
   end,
   pooling_backward = function(C, d, o)
      return C.dnnl_pooling_backward_desc_init(d, MAX, o.src, o.dst, o.strides, o.kernel, o.padding, o.padding)
   end,
   relu_forward = function(C, d, o)
      return C.dnnl_eltwise_forward_desc_init(d, FORWARD, RELU, o.src, 0, 0)
   end,
   relu_backward = function(C, d, o)
      return C.dnnl_eltwise_backward_desc_init(d, RELU, o.dst, o.src, 0, 0)
   end,
   normalization_forward = function(C, d, o)
      return C.dnnl_batch_normalization_forward_desc_init(d, FORWARD, o.src, o.epsilon, SCALE_AND_SHIFT)
   end,
   normalization_backward = function(C, d, o)
      return C.dnnl_batch_normalization_backward_desc_init(d, BACKWARD, o.dst, o.src, o.epsilon, SCALE_AND_SHIFT)
   end,
}

--- `shiftGoesBack`: backward normalization takes the shift, which it does not need.
local dnnl2 = { shiftGoesBack = true }

--- Describes a tensor.
-- @return a status, and the memory descriptor
function dnnl2.describe(C, ndims, dims, type, tag)
   local md = ffi.new 'lampas_dnnl_md'
   return C.dnnl_memory_desc_init_by_tag(md, ndims, dims, type, tag), md
end

--- Makes the primitive descriptor of an operation.
-- @param name one of the names above
-- @param o { src, dst, weights, bias = memory descriptors (of the gradients, where the operation gives or takes these),
--    strides, kernel, padding = sizes, epsilon }
-- @param hint the forward pass's primitive descriptor, for a backward operation
-- @param out where it is put
-- @return a status: not 0 where the library has no implementation
function dnnl2.operation(C, engine, name, o, hint, out)
   local desc = ffi.new 'lampas_dnnl_desc'
   local status = fill[name](C, desc, o)
   return status ~= 0 and status or C.dnnl_primitive_desc_create(out, desc, nil, engine, hint)
end

return dnnl2
