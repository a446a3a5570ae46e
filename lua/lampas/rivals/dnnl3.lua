--- What is oneDNN 3's own in its C interface: memory descriptors are the library's, and an operation is described and made in one call.
local ffi = require 'ffi'

ffi.cdef [[
int dnnl_memory_desc_create_with_tag(void **md, int ndims, const int64_t *dims, int type, int tag);
int dnnl_memory_desc_destroy(void *md);
int dnnl_convolution_forward_primitive_desc_create(void **pd, void *engine, int prop, int alg, const void *src, const void *weights,
   const void *bias, const void *dst, const int64_t *strides, const int64_t *dilates, const int64_t *before, const int64_t *after,
   const void *attr);
int dnnl_convolution_backward_data_primitive_desc_create(void **pd, void *engine, int alg, const void *diff_src, const void *weights,
   const void *diff_dst, const int64_t *strides, const int64_t *dilates, const int64_t *before, const int64_t *after, const void *hint,
   const void *attr);
int dnnl_convolution_backward_weights_primitive_desc_create(void **pd, void *engine, int alg, const void *src, const void *diff_weights,
   const void *diff_bias, const void *diff_dst, const int64_t *strides, const int64_t *dilates, const int64_t *before, const int64_t *after,
   const void *hint, const void *attr);
int dnnl_inner_product_forward_primitive_desc_create(void **pd, void *engine, int prop, const void *src, const void *weights,
   const void *bias, const void *dst, const void *attr);
int dnnl_inner_product_backward_data_primitive_desc_create(void **pd, void *engine, const void *diff_src, const void *weights,
   const void *diff_dst, const void *hint, const void *attr);
int dnnl_inner_product_backward_weights_primitive_desc_create(void **pd, void *engine, const void *src, const void *diff_weights,
   const void *diff_bias, const void *diff_dst, const void *hint, const void *attr);
int dnnl_pooling_forward_primitive_desc_create(void **pd, void *engine, int prop, int alg, const void *src, const void *dst,
   const int64_t *strides, const int64_t *kernel, const int64_t *dilation, const int64_t *before, const int64_t *after, const void *attr);
int dnnl_pooling_backward_primitive_desc_create(void **pd, void *engine, int alg, const void *diff_src, const void *diff_dst,
   const int64_t *strides, const int64_t *kernel, const int64_t *dilation, const int64_t *before, const int64_t *after, const void *hint,
   const void *attr);
int dnnl_eltwise_forward_primitive_desc_create(void **pd, void *engine, int prop, int alg, const void *src, const void *dst, float alpha,
   float beta, const void *attr);
int dnnl_eltwise_backward_primitive_desc_create(void **pd, void *engine, int alg, const void *diff_src, const void *diff_dst,
   const void *data, float alpha, float beta, const void *hint, const void *attr);
int dnnl_batch_normalization_forward_primitive_desc_create(void **pd, void *engine, int prop, const void *src, const void *dst,
   float epsilon, unsigned flags, const void *attr);
int dnnl_batch_normalization_backward_primitive_desc_create(void **pd, void *engine, int prop, const void *diff_src, const void *diff_dst,
   const void *src, float epsilon, unsigned flags, const void *hint, const void *attr);
]]

local FORWARD, BACKWARD, AUTO, MAX, RELU, SCALE_AND_SHIFT = 64, 128, 3, 511, 32, 2 + 4

local NOT_DILATED = ffi.new 'int64_t[12]'

-- How each operation is made (`e` is the engine) from memory descriptors and sizes by name.
local make = {
   convolution_forward = function(C, out, e, o)
      return C.dnnl_convolution_forward_primitive_desc_create(out, e, FORWARD, AUTO, o.src, o.weights, o.bias, o.dst, o.strides,
         NOT_DILATED, o.padding, o.padding, nil)
   end,
   convolution_backward_data = function(C, out, e, o, hint)
      return C.dnnl_convolution_backward_data_primitive_desc_create(out, e, AUTO, o.src, o.weights, o.dst, o.strides, NOT_DILATED,
         o.padding, o.padding, hint, nil)
   end,
   convolution_backward_weights = function(C, out, e, o, hint)
      return C.dnnl_convolution_backward_weights_primitive_desc_create(out, e, AUTO, o.src, o.weights, o.bias, o.dst, o.strides,
         NOT_DILATED, o.padding, o.padding, hint, nil)
   end,
   inner_product_forward = function(C, out, e, o)
      return C.dnnl_inner_product_forward_primitive_desc_create(out, e, FORWARD, o.src, o.weights, o.bias, o.dst, nil)
   end,
   inner_product_backward_data = function(C, out, e, o, hint)
      return C.dnnl_inner_product_backward_data_primitive_desc_create(out, e, o.src, o.weights, o.dst, hint, nil)
   end,
   inner_product_backward_weights = function(C, out, e, o, hint)
      return C.dnnl_inner_product_backward_weights_primitive_desc_create(out, e, o.src, o.weights, o.bias, o.dst, hint, nil)
   end,
   pooling_forward = function(C, out, e, o)
      return C.dnnl_pooling_forward_primitive_desc_create(out, e, FORWARD, MAX, o.src, o.dst, o.strides, o.kernel, NOT_DILATED,
         o.padding, o.padding, nil)
   end,
   pooling_backward = function(C, out, e, o, hint)
      return C.dnnl_pooling_backward_primitive_desc_create(out, e, MAX, o.src, o.dst, o.strides, o.kernel, NOT_DILATED,
         o.padding, o.padding, hint, nil)
   end,
   relu_forward = function(C, out, e, o)
      return C.dnnl_eltwise_forward_primitive_desc_create(out, e, FORWARD, RELU, o.src, o.dst, 0, 0, nil)
   end,
   relu_backward = function(C, out, e, o, hint)
      return C.dnnl_eltwise_backward_primitive_desc_create(out, e, RELU, o.src, o.dst, o.src, 0, 0, hint, nil)
   end,
   normalization_forward = function(C, out, e, o)
      return C.dnnl_batch_normalization_forward_primitive_desc_create(out, e, FORWARD, o.src, o.dst, o.epsilon, SCALE_AND_SHIFT, nil)
   end,
   normalization_backward = function(C, out, e, o, hint)
      return C.dnnl_batch_normalization_backward_primitive_desc_create(out, e, BACKWARD, o.src, o.dst, o.src, o.epsilon, SCALE_AND_SHIFT,
         hint, nil)
   end,
}

local dnnl3 = {}

--- As lampas.rivals.dnnl2 says.
function dnnl3.describe(C, ndims, dims, type, tag)
   local out = ffi.new 'void *[1]'
   local status = C.dnnl_memory_desc_create_with_tag(out, ndims, dims, type, tag)
   return status, ffi.gc(out[0], C.dnnl_memory_desc_destroy)
end

--- As lampas.rivals.dnnl2 says.
function dnnl3.operation(C, engine, name, o, hint, out)
   return make[name](C, out, engine, o, hint)
end

return dnnl3
