#include <torch/extension.h>
// forward recurrence. U: (T,B,4,H) [x~, f, r, highway], v,b: (2,H); mask (T,B)
// c_t = f*c + (1-f)*x~ ; f = sig(uf + vf*c + bf); r = sig(ur + vr*c + br); h = r*c_t + (1-r)*hw
static inline float sg(float x){return 1.f/(1.f+expf(-x));}
std::vector<torch::Tensor> fwd(torch::Tensor U, torch::Tensor v, torch::Tensor b, torch::Tensor mask, bool rev){
  int64_t T=U.size(0),B=U.size(1),H=U.size(3);
  auto h=torch::zeros({T,B,H},U.options()); auto C=torch::zeros({T+1,B,H},U.options()); auto F=torch::empty({T,B,H},U.options()); auto R=torch::empty({T,B,H},U.options());
  const float*u=U.data_ptr<float>(),*vp=v.data_ptr<float>(),*bp=b.data_ptr<float>(),*m=mask.data_ptr<float>();
  float*hp=h.data_ptr<float>(),*cp=C.data_ptr<float>(),*fp=F.data_ptr<float>(),*rp=R.data_ptr<float>();
  at::parallel_for(0,B,1,[&](int64_t s,int64_t e){
   for(int64_t k=0;k<T;k++){int64_t t=rev?T-1-k:k; for(int64_t i=s;i<e;i++){
     const float*uu=u+(t*B+i)*4*H; float mm=m[t*B+i]; const float*c0=cp+(k*B+i)*H; float*c1=cp+((k+1)*B+i)*H; int64_t o=(t*B+i)*H;
     for(int64_t j=0;j<H;j++){ float c=c0[j]; float f=sg(uu[H+j]+vp[j]*c+bp[j]); float r=sg(uu[2*H+j]+vp[H+j]*c+bp[H+j]); float cn=f*c+(1-f)*uu[j]; cn=mm*cn+(1-mm)*c; c1[j]=cn; fp[o+j]=f; rp[o+j]=r; hp[o+j]=mm*(r*cn+(1-r)*uu[3*H+j]); } } }
  });
  return {h,C,F,R};
}
std::vector<torch::Tensor> bwd(torch::Tensor G, torch::Tensor U, torch::Tensor v, torch::Tensor mask, torch::Tensor C, torch::Tensor F, torch::Tensor R, bool rev){
  int64_t T=U.size(0),B=U.size(1),H=U.size(3);
  auto dU=torch::zeros_like(U); auto dv=torch::zeros({B,2,H},U.options()); auto db=torch::zeros({B,2,H},U.options());
  const float*u=U.data_ptr<float>(),*vp=v.data_ptr<float>(),*m=mask.data_ptr<float>(),*cp=C.data_ptr<float>(),*fp=F.data_ptr<float>(),*rp=R.data_ptr<float>(),*g=G.data_ptr<float>();
  float*du=dU.data_ptr<float>(),*dvp=dv.data_ptr<float>(),*dbp=db.data_ptr<float>();
  at::parallel_for(0,B,1,[&](int64_t s,int64_t e){ std::vector<float> dc(H);
   for(int64_t i=s;i<e;i++){ std::fill(dc.begin(),dc.end(),0.f);
    for(int64_t k=T-1;k>=0;k--){int64_t t=rev?T-1-k:k; float mm=m[t*B+i]; if(mm==0) continue; const float*uu=u+(t*B+i)*4*H; float*dd=du+(t*B+i)*4*H; const float*c0=cp+(k*B+i)*H,*c1=cp+((k+1)*B+i)*H; int64_t o=(t*B+i)*H;
     for(int64_t j=0;j<H;j++){ float gh=g[o+j], f=fp[o+j], r=rp[o+j]; float dr=gh*(c1[j]-uu[3*H+j]); dd[3*H+j]=gh*(1-r); float dcn=dc[j]+gh*r; float df=dcn*(c0[j]-uu[j]); dd[j]=dcn*(1-f); float af=df*f*(1-f), ar=dr*r*(1-r); dd[H+j]=af; dd[2*H+j]=ar; dc[j]=dcn*f+af*vp[j]+ar*vp[H+j];
       dvp[(i*2)*H+j]+=af*c0[j]; dvp[(i*2+1)*H+j]+=ar*c0[j]; dbp[(i*2)*H+j]+=af; dbp[(i*2+1)*H+j]+=ar; } } } });
  return {dU,dv.sum(0),db.sum(0)};
}
PYBIND11_MODULE(TORCH_EXTENSION_NAME,m){m.def("fwd",&fwd);m.def("bwd",&bwd);}
